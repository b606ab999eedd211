"""The worker: delivers messages and does what the clock, not a person, sets going."""

import logging
from collections.abc import Callable
from threading import Event

from flask import Flask
from sqlalchemy.exc import DBAPIError

from cohorts.broadcasts import scheduled, schedules, telling
from cohorts.core import limits, outages
from cohorts.core.errors import Busy
from cohorts.files import uploads
from cohorts.mail import delivery
from cohorts.mail.connection import Unavailable
from cohorts.registrations import cancellations, drafts, offers

# Each does a batch and returns how many it did; 0 when there is nothing left to do.
CHORES: tuple[Callable[[], int], ...] = (
    cancellations.carry_on,
    offers.expire_due,
    offers.remind_due,
    schedules.fire_due,
    scheduled.write_some,
    telling.begin_due,
    telling.write_some,
    limits.forget,
    drafts.forget,
    uploads.forget,
)
BETWEEN_ROUNDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0

log = logging.getLogger(__name__)


def run(app: Flask, stop: Event) -> None:
    """Go round until `stop` is set; no outage of the database or the mail server ends it."""
    worker = Worker(app, stop)
    while not stop.is_set():
        stop.wait(worker.round())


class Worker:
    """One worker, and what it has already complained about."""

    def __init__(self, app: Flask, stop: Event) -> None:
        self.app, self.stop = app, stop
        self.complaint = ""
        self.pause = 0.0

    def round(self) -> float:
        """Do all that is to do now; how many seconds to wait before the next round."""
        try:
            with self.app.app_context():
                self._do_chores()
                delivery.deliver(self.stop)
        except Unavailable as error:
            self._complain(f"The mail server does not take messages: {error}")
            self.pause = min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            return self.pause
        except (Busy, DBAPIError) as error:
            if isinstance(error, DBAPIError) and not outages.may_pass(error):
                raise
            self._complain("The database does not answer; trying on.")
            return BETWEEN_ROUNDS
        self._be_content()
        return BETWEEN_ROUNDS

    def _do_chores(self) -> None:
        for chore in CHORES:
            while not self.stop.is_set() and chore():
                pass

    def _complain(self, what: str) -> None:
        # Once, not once a round.
        if what != self.complaint:
            log.warning(what)
        self.complaint = what

    def _be_content(self) -> None:
        if self.complaint:
            log.warning("All is well again.")
        self.complaint, self.pause = "", 0.0
