"""The laws of what is written to many, checked on the data at hand; each is one statement, and a sentence a breach.

What the database itself refuses (two open notices of a cohort, a recipient twice) is not looked for here.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_

from cohorts.broadcasts import broadcasts
from cohorts.broadcasts.models import OPEN, SCHEDULED, SENDING, SENT, Broadcast, BroadcastRecipient, Notice, Schedule
from cohorts.core import clock
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort, Program
from cohorts.registrations import laws as earlier
from cohorts.registrations import standings
from cohorts.registrations.models import Registration
from cohorts.registrations.standings import Query

_BATCH = literal(broadcasts.BATCH).concat(cast(Broadcast.id, String))
_GETS_IT = BroadcastRecipient.skipped.is_(None)


def breaches() -> Iterator[str]:
    """A sentence for each place where the data breaks a law, of these and of all below; reads only."""
    yield from earlier.breaches()
    for law in LAWS:
        yield from law()


def who_gets_a_broadcast_was_written_to() -> Iterator[str]:
    """All recipients of one that is sent have their message, or the reason why not."""
    theirs = and_(Message.batch == _BATCH, Message.subject_id == BroadcastRecipient.registration_id)
    query = (
        _of_broadcasts(func.count().label("people")).join(BroadcastRecipient, _to())
        .outerjoin(Message, theirs).where(Broadcast.status == SENT, _GETS_IT, Message.id.is_(None))
        .group_by(Program.slug, Cohort.slug, Broadcast.id).order_by(Broadcast.id)
    )  # fmt: skip
    for row in standings.read(query):
        yield f"{row.cohort}: message {row.id} to many is sent, and people without it: {row.people}."


def who_is_written_to_is_a_recipient() -> Iterator[str]:
    """Nobody else gets it: not who was passed over, and nobody of another cohort."""
    theirs = and_(_to(), BroadcastRecipient.registration_id == Message.subject_id, _GETS_IT)
    query = (
        _of_broadcasts(Registration.reference).join(Message, Message.batch == _BATCH)
        .join(Registration, Registration.id == Message.subject_id).outerjoin(BroadcastRecipient, theirs)
        .where(or_(BroadcastRecipient.id.is_(None), Registration.cohort_id != Broadcast.cohort_id))
        .order_by(Message.id)
    )  # fmt: skip
    for row in standings.read(query):
        yield f"{row.reference}: it got message {row.id} to many of {row.cohort}, and is none of its recipients."


def an_address_gets_a_broadcast_once() -> Iterator[str]:
    """However many registrations have the address."""
    query = (
        _of_broadcasts(func.min(Registration.reference).label("reference"), func.count().label("times"))
        .join(Message, Message.batch == _BATCH).join(Registration, Registration.id == Message.subject_id)
        .group_by(Program.slug, Cohort.slug, Broadcast.id, Message.address).having(func.count() > 1)
        .order_by(Broadcast.id)
    )  # fmt: skip
    for row in standings.read(query):
        yield f"{row.reference}: its address got message {row.id} to many of {row.cohort} {row.times} times."


def what_is_due_goes_out() -> Iterator[str]:
    """Within an hour, the worker has begun what is due, and written what has begun."""
    late = clock.now() - earlier.TIME_TO_TELL
    for model, waits, what in (
        (Broadcast, _broadcasts_before(late), "a message to many"),
        (Schedule, and_(Schedule.fired_at < late, Schedule.finished_at.is_(None)), "a reminder, or thanks,"),
        (Notice, and_(Notice.status.in_((OPEN, SENDING)), Notice.due_at < late), "a notice of a change"),
    ):
        query = standings.of_cohorts().join(model, model.cohort_id == Cohort.id).where(waits)
        for row in standings.read(query.order_by(model.id)):
            yield f"{row.cohort}: {what} should have gone out, and has not. Does the worker run?"


LAWS: tuple[Callable[[], Iterator[str]], ...] = (
    who_gets_a_broadcast_was_written_to,
    who_is_written_to_is_a_recipient,
    an_address_gets_a_broadcast_once,
    what_is_due_goes_out,
)


def _of_broadcasts(*columns: Any) -> Query:
    return standings.of_cohorts(Broadcast.id, *columns).join(Broadcast, Broadcast.cohort_id == Cohort.id)


def _to() -> ColumnElement[bool]:
    return BroadcastRecipient.broadcast_id == Broadcast.id


def _broadcasts_before(moment: datetime) -> ColumnElement[bool]:
    begins = and_(Broadcast.status == SCHEDULED, Broadcast.start_at < moment)
    return or_(begins, and_(Broadcast.status == SENDING, Broadcast.started_at < moment))
