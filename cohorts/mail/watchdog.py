"""A watchdog: hangs up on a server that takes too long, however its answers trickle in."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Watchdog:
    """One thread that watches one connection at a time, for as long as it is needed."""

    def __init__(self, longest: float) -> None:
        self._longest, self._ends = longest, 0.0
        self._line: socket.socket | None = None
        self._over = Event()
        self._thread: Thread | None = None

    def watch(self, sock: socket.socket) -> None:
        """This is the line to cut: a handle of its own, whoever encrypts or closes the other."""
        self._drop()
        self._line = sock.dup()
        if self._thread is None:
            self._thread = Thread(target=self._run, daemon=True)
            self._thread.start()

    @contextmanager
    def limit(self) -> Iterator[None]:
        """What is done in here may take the longest time, not more."""
        self._ends = time.monotonic() + self._longest
        try:
            yield
        finally:
            self._ends = 0.0

    def end(self) -> None:
        """Watch no more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        self._drop()

    def _run(self) -> None:
        while not self._over.wait(min(1.0, self._longest / 4)):
            if 0 < self._ends < time.monotonic():
                self._ends, line = 0.0, self._line
                with suppress(OSError):
                    if line is not None:
                        line.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
