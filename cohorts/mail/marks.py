"""Marks: what became of messages, written down in groups of ten or of one second."""

import time
from threading import Event

from cohorts.core.errors import Busy
from cohorts.mail import claims
from cohorts.mail.claims import BadAddress, Claim, Outcome

SECONDS = 1.0


class Marks:
    """What became of the messages of one claim, until it is written down."""

    def __init__(self, claim: Claim, stop: Event, on_bad_address: BadAddress | None) -> None:
        self._claim, self._stop, self._on_bad_address = claim, stop, on_bad_address
        self._noted: list[Outcome] = []
        self._since = 0.0

    def note(self, outcome: Outcome) -> None:
        """Remember one; write down all where it is time."""
        if not self._noted:
            self._since = time.monotonic()
        self._noted.append(outcome)
        if len(self._noted) >= claims.GROUP or time.monotonic() - self._since >= SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write down all that is noted: the server has it, and what is lost here would go out a second time."""
        while self._noted:
            try:
                claims.mark(self._claim, self._noted, self._on_bad_address)
                self._noted = []
            except Busy:
                if self._stop.wait(1):
                    raise
