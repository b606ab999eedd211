"""The line: whoever frees a seat gives it to the first who waits, in the same transaction."""

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import db, verb
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import admissions, entries, moves, registrations, seats, states
from cohorts.registrations.emails import moved_to_end, offer_made, seat_now_yours
from cohorts.registrations.models import Registration


def serve(line: Seats, cohort: Cohort, *, by: Actor) -> int:
    """Give free seats to those who wait, in the order of their places; how many. Under the cohort's lock."""
    if not entries.is_served(cohort):
        return 0
    served = 0
    while line.free > 0 and line.waiting > 0:
        _promote(first(cohort.id, 1)[0], line, cohort, by)
        served += 1
    return served


@verb
def move_to_end(registration_id: int, *, by: Actor, key: str | None = None) -> None:
    """Give somebody who waits the last place; told by mail. Raises CannotMove."""
    registration, line, cohort = registrations.locked(registration_id)
    if trail.done(key):
        return
    moves.move(registration, "move_to_end", states.WAITLISTED, seats=line, by=by, key=key)
    moved_to_end.write(registration, position=line.waiting)
    serve(line, cohort, by=by)


@verb
def serve_by_itself(cohort_id: int, on: bool, *, by: Actor) -> None:
    """With review: whether seats that come free go to the first in line by themselves. Done twice is done once."""
    line, cohort = seats.lock(cohort_id)
    if cohort.serves_waitlist != on:
        cohort.serves_waitlist = on
        cohort.version += 1
        act = "serve_waitlist" if on else "rest_waitlist"
        trail.record(act, by=by, subject=("cohort", cohort.id), cohort_id=cohort.id)
    serve(line, cohort, by=by)


def first(cohort_id: int, count: int) -> list[Registration]:
    """The first so many in line."""
    waiting = select(Registration).where(Registration.cohort_id == cohort_id, Registration.place.is_not(None))
    return list(db.session.scalars(waiting.order_by(Registration.place).limit(count)))


def _promote(registration: Registration, line: Seats, cohort: Cohort, by: Actor) -> None:
    after = admissions.promotion(
        on_free_seat=cohort.on_free_seat, verify_email=cohort.verify_email,
        is_proved=registration.email_proved_at is not None, has_agreed=registration.privacy_agreed_at is not None,
    )  # fmt: skip
    if after == states.CONFIRMED:
        moves.move(registration, "promote", after, seats=line, by=by)
        seat_now_yours.write(registration)
    else:
        ends = entries.offer_end(cohort, until=cohort.last_offer)
        moves.move(registration, "promote", after, seats=line, by=by, offer_ends_at=ends)
        offer_made.write(registration)
