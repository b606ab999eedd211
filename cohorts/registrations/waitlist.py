"""The line: whoever frees a seat gives it to the first who waits, in the same transaction."""

from sqlalchemy import func, select

from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.programs import phases
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import moves, states
from cohorts.registrations.emails import seat_now_yours
from cohorts.registrations.models import Registration


def serve(seats: Seats, cohort: Cohort, *, by: Actor) -> int:
    """Give free seats to those who wait, in the order of their places; how many. Under the cohort's lock."""
    if not phases.line_is_served(status=cohort.status, ends=cohort.ends_at, now=clock.now()):
        return 0
    served = 0
    while seats.free > 0 and seats.waiting > 0:
        first = _first_in_line(cohort.id)
        moves.move(first, "promote", states.CONFIRMED, seats=seats, by=by)
        seat_now_yours.write(first)
        served += 1
    return served


def position(registration: Registration) -> int | None:
    """Where somebody stands in the line, from 1; None for who does not wait."""
    if registration.place is None:
        return None
    ahead = select(func.count()).where(
        Registration.cohort_id == registration.cohort_id, Registration.place <= registration.place
    )
    return db.session.scalar(ahead)


def _first_in_line(cohort_id: int) -> Registration:
    waiting = select(Registration).where(Registration.cohort_id == cohort_id, Registration.place.is_not(None))
    return db.session.scalars(waiting.order_by(Registration.place).limit(1)).one()
