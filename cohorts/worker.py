"""The worker: delivers messages and does what the clock, not a person, sets going."""

import logging
from collections.abc import Callable
from threading import Event

from flask import Flask
from sqlalchemy.exc import DBAPIError

from cohorts.broadcasts import scheduled, schedules, sending, telling
from cohorts.core import heartbeats, limits, outages
from cohorts.core.errors import Busy
from cohorts.files import uploads
from cohorts.mail import claims, delivery, queries, servers, waiting
from cohorts.mail.connection import Unavailable
from cohorts.mail.servers import Way
from cohorts.registrations import addresses, cancellations, drafts, offers

# Each does a batch and returns how many it did; 0 when there is nothing left to do.
CHORES: tuple[Callable[[], int], ...] = (
    cancellations.carry_on,
    offers.expire_due,
    offers.remind_due,
    schedules.fire_due,
    scheduled.write_some,
    telling.begin_due,
    telling.write_some,
    sending.begin_due,
    sending.write_some,
    limits.forget,
    drafts.forget,
    uploads.forget,
)
# After a gap these wait: first people hear what was written for them.
EXPIRING = {offers.expire_due, limits.forget, drafts.forget, uploads.forget}
BETWEEN_ROUNDS = 1.0

log = logging.getLogger(__name__)


def run(app: Flask, stop: Event) -> None:
    """Go round until `stop` is set; no outage of the database or the mail server ends it."""
    worker = Worker(app, stop)
    while not stop.is_set():
        worker.round()
        stop.wait(BETWEEN_ROUNDS)


def once(app: Flask, stop: Event) -> str:
    """Go round until nothing is left that is due; what is wrong, in a sentence, else nothing."""
    worker = Worker(app, stop)
    while not stop.is_set():
        worker.round()
        if worker.complaint or not _anything_left(app):
            break
        stop.wait(BETWEEN_ROUNDS)
    return worker.complaint


class Worker:
    """One worker, and what it has already complained about."""

    def __init__(self, app: Flask, stop: Event) -> None:
        self.app, self.stop = app, stop
        self.complaint = ""

    def round(self) -> None:
        """Do all that is to do now."""
        try:
            with self.app.app_context():
                heartbeats.beat(on_jump=waiting.come_nearer)
                self._do_chores()
                delivery.deliver(self.stop, addresses.mark_failed)
        except Unavailable as error:
            self._complain(f"The mail server does not take messages: {error}")
        except (Busy, DBAPIError) as error:
            if isinstance(error, DBAPIError) and not outages.may_pass(error):
                raise
            self._complain("The database does not answer; trying on.")
        else:
            self._be_content()

    def _do_chores(self) -> None:
        may_expire = heartbeats.may_expire()
        for chore in CHORES:
            if chore in EXPIRING and not may_expire:
                continue
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
        self.complaint = ""


def _anything_left(app: Flask) -> bool:
    with app.app_context():
        return queries.is_set_up() and servers.way() is not Way.HELD and claims.anything_due()
