"""Cancelling: the organizers end a registration, or all those of a cancelled cohort."""

from typing import Any

from sqlalchemy import Select, select

from cohorts.activity import trail
from cohorts.activity.actors import CLOCK, Actor
from cohorts.core.database import db, verb
from cohorts.programs.models import Cohort
from cohorts.registrations import moves, registrations, seats, states, waitlist
from cohorts.registrations.emails import cancelled, cohort_cancelled
from cohorts.registrations.models import Registration

BATCH = 50


@verb
def cancel(registration_id: int, *, by: Actor, reason: str, key: str | None = None) -> None:
    """End a registration with a reason; its seat goes to the first in line. Done twice is done once."""
    registration, line, cohort = registrations.locked(registration_id)
    if registration.state == states.CANCELLED or trail.done(key):
        return
    values = {"reason": (None, reason)}
    moves.move(registration, "cancel", states.CANCELLED, seats=line, by=by, values=values, key=key)
    cancelled.write(registration, reason=reason)
    waitlist.serve(line, cohort, by=by)


def carry_on(batch: int = BATCH) -> int:
    """Cancel the next batch of people whose cohort was cancelled; how many, 0 when all are told."""
    cohort_id = db.session.scalar(_active_of_cancelled(Registration.cohort_id).limit(1))
    db.session.rollback()
    return 0 if cohort_id is None else _cancel_batch(cohort_id, batch)


@verb
def _cancel_batch(cohort_id: int, batch: int) -> int:
    line, cohort = seats.lock(cohort_id)
    query = _active_of_cancelled(Registration).where(Registration.cohort_id == cohort_id)
    people = list(db.session.scalars(query.order_by(Registration.id).limit(batch)))
    for registration in people:
        moves.move(registration, "cancel", states.CANCELLED, seats=line, by=CLOCK)
        cohort_cancelled.write(registration, reason=cohort.cancellation_reason)
    return len(people)


def _active_of_cancelled(what: Any) -> Select[Any]:
    return (
        select(what).join(Cohort, Cohort.id == Registration.cohort_id)
        .where(Cohort.status == "cancelled", Registration.state.in_(states.ACTIVE))
    )  # fmt: skip
