"""Marks: what became of messages, written down beside the handing over, in groups of ten or of one second."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread

from flask import Flask

from cohorts.core.errors import Busy
from cohorts.mail import claims
from cohorts.mail.claims import BadAddress, Outcome

SECONDS = 1.0


class Marks:
    """What became of messages, until a thread of its own has written it down.

    So a server that hangs keeps nothing from being written, and a slow disk keeps no server waiting. Only so many
    are on their way: what a worker that dies leaves to be sent again.
    """

    def __init__(self, app: Flask, stop: Event, on_bad_address: BadAddress | None) -> None:
        self._app, self._stop, self._on_bad_address = app, stop, on_bad_address
        self._noted: list[Outcome] = []
        self._changed = Condition()
        self._writing = self._hurry = self._over = False
        self._error: BaseException | None = None

    @contextmanager
    def written(self) -> Iterator["Marks"]:
        """Write down all that is noted in here; raises what kept it from being written."""
        thread = Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            try:
                self.flush()
            finally:
                with self._changed:
                    self._over = True
                    self._changed.notify_all()
                thread.join()

    def note(self, outcome: Outcome) -> None:
        """Remember one; waits while as many as may be on their way are."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._noted) < claims.MOST or self._error)
            self._noted.append(outcome)
            # Not for each: a thread that wakes up costs the other one its turn.
            if len(self._noted) in (1, claims.GROUP):
                self._changed.notify_all()
        self._complain()

    def flush(self) -> None:
        """Wait until all is written down."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._error or not (self._noted or self._writing))
            self._hurry = False
        self._complain()

    def _complain(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        with self._app.app_context():
            try:
                while group := self._next():
                    self._write(group)
                    with self._changed:
                        self._writing = False
                        self._changed.notify_all()
            except BaseException as error:  # noqa: BLE001 - whoever hands over must hear of it
                with self._changed:
                    self._error = error
                    self._changed.notify_all()

    def _next(self) -> list[Outcome]:
        with self._changed:
            self._changed.wait_for(lambda: self._noted or self._over)
            self._changed.wait_for(lambda: len(self._noted) >= claims.GROUP or self._hurry or self._over, SECONDS)
            group, self._noted = self._noted, []
            self._writing = bool(group)
            self._changed.notify_all()
            return group

    def _write(self, group: list[Outcome]) -> None:
        # The server has them: what is not written down would go out a second time.
        while True:
            try:
                claims.mark(group, self._on_bad_address)
                return
            except Busy:
                if self._stop.wait(1):
                    raise
