"""The only place where a registration's state changes: the table, the counters, the trail."""

from datetime import datetime
from typing import Any

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.core.database import add, db
from cohorts.programs.models import Seats
from cohorts.registrations import deadlines, states
from cohorts.registrations import seats as seats_of
from cohorts.registrations.errors import CannotMove
from cohorts.registrations.models import Registration

Values = dict[str, tuple[Any, Any]]


def enter(
    registration: Registration,
    after: str,
    *,
    seats: Seats,
    by: Actor,
    act: str = "register",
    offer_ends_at: datetime | None = None,
    values: Values | None = None,
    key: str | None = None,
) -> None:
    """Bring a new registration in, in this state; under the cohort's lock. An offer says when it ends."""
    _refuse(registration, None, act, after)
    registration.registered_at = clock.now()
    _become(registration, after, seats, offer_ends_at)
    _count(seats, None, after)
    add(registration)
    _record(act, registration, by=by, values={"state": (None, after), **(values or {})}, key=key)


def foresee(registration: Registration, after: str) -> None:
    """Say of a registration that has not entered yet which state it will probably have, for its mail."""
    registration.state = after


def move(
    registration: Registration,
    act: str,
    after: str,
    *,
    seats: Seats,
    by: Actor,
    offer_ends_at: datetime | None = None,
    values: Values | None = None,
    key: str | None = None,
) -> None:
    """Move a registration on; under the cohort's lock. Raises CannotMove where the table has no such move."""
    before = registration.state
    _refuse(registration, before, act, after)
    _become(registration, after, seats, offer_ends_at)
    registration.revision += 1
    _count(seats, before, after)
    db.session.flush()
    _record(act, registration, by=by, values={"state": (before, after), **(values or {})}, key=key)


def _refuse(registration: Registration, before: str | None, act: str, after: str) -> None:
    if not states.allows(before, act, after):
        raise CannotMove(registration.name, before)


def _become(registration: Registration, after: str, seats: Seats, offer_ends_at: datetime | None) -> None:
    now = clock.now()
    registration.state = after
    registration.state_since = now
    registration.place = seats_of.new_place(seats) if after in states.WAITS else None
    ends = offer_ends_at if after == states.OFFERED else None
    registration.offer_ends_at, registration.remind_at = ends, deadlines.reminder(now, ends) if ends else None


def _count(seats: Seats, before: str | None, after: str) -> None:
    seats.taken += (after in states.HOLDS_A_SEAT) - (before in states.HOLDS_A_SEAT)
    seats.waiting += (after in states.WAITS) - (before in states.WAITS)


def _record(act: str, registration: Registration, *, by: Actor, values: Values, key: str | None = None) -> None:
    subject = ("registration", registration.id)
    trail.record(act, by=by, subject=subject, cohort_id=registration.cohort_id, values=values, key=key)
