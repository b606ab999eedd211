"""Turns: writers of one SQLite file wait in a queue, where its own waiting would let some starve.

A courtesy, not the lock: whoever waits too long goes on, and SQLite decides.
"""

import fcntl
import os
import threading
from typing import Any

from sqlalchemy import Connection

TURN = "turn"


def take(connection: Connection, seconds: float) -> None:
    """Wait until it is this connection's turn to write, at most so long."""
    database = connection.engine.url.database
    if database and TURN not in connection.info:
        connection.info[TURN] = Turn(f"{database}.turn", seconds)


def end(_connection: object, record: Any, *_error: object) -> None:
    """Let the next one write: when a connection comes back to its pool, or is closed."""
    turn = record.info.pop(TURN, None)
    if turn is not None:
        turn.end()


class Turn:
    """One place in the queue: an open file, locked by the operating system in the order of asking."""

    def __init__(self, path: str, seconds: float) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._mutex, self.is_mine, self._is_over = threading.Lock(), True, False
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.is_mine = False
            # Waiting for the lock has no limit of its own, so a thread waits for it.
            waiting = threading.Thread(target=self._wait, daemon=True)
            waiting.start()
            waiting.join(seconds)

    def end(self) -> None:
        """Give the turn up, or the place in the queue."""
        with self._mutex:
            self._is_over = True
            if self.is_mine:
                os.close(self._file)

    def _wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._mutex:
            self.is_mine = True
            if self._is_over:
                os.close(self._file)
