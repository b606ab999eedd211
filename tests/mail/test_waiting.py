"""The time of messages that wait."""

from datetime import UTC, datetime, timedelta

import time_machine

from cohorts.core.database import db, verb
from cohorts.mail import waiting
from cohorts.mail.models import Message
from tests.mail.conftest import put

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def three() -> None:
    """One that is due, one that waits for a time, one that is over."""
    for number in range(3):
        put(number)
    _due, later, over = db.session.query(Message).order_by(Message.id)
    later.due_at, later.give_up_at, over.state, over.due_at = NOON + 2 * HOUR, NOON + DAY, "failed", NOON + HOUR
    db.session.commit()


def times() -> list[tuple[datetime, datetime | None]]:
    db.session.expire_all()
    return [(row.due_at, row.give_up_at) for row in db.session.query(Message).order_by(Message.id)]


def test_after_an_outage_what_was_due_is_due_now_and_is_tried_as_long_as_before(context):
    with time_machine.travel(NOON, tick=False):
        three()
        verb(waiting.give_time_back)(NOON + HOUR, 3 * HOUR)
    assert times() == [(NOON + HOUR, None), (NOON + 2 * HOUR, NOON + DAY + 3 * HOUR), (NOON + HOUR, None)]


def test_with_a_clock_that_went_back_nothing_waits_longer(context):
    with time_machine.travel(NOON, tick=False):
        three()
        waiting.come_nearer(DAY, NOON - DAY)
    assert times() == [(NOON - DAY, None), (NOON + 2 * HOUR - DAY, NOON), (NOON + HOUR, None)]
