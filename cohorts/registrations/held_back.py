"""Seats held back: for speakers and partners; given to a named person, or released."""

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import addresses, tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Stale
from cohorts.registrations import capacity as capacity_of
from cohorts.registrations import entries, moves, offers, registrations, seats, states
from cohorts.registrations.emails import offer_made
from cohorts.registrations.errors import AddressTaken, NothingHeldBack
from cohorts.registrations.models import Registration
from cohorts.registrations.registrations import Person


@verb
def hold(cohort_id: int, count: int, *, by: Actor, expected: int | None = None) -> None:
    """Hold so many seats back; fewer than before are released, and the line is served.

    `expected`: how many were held back when it was decided. Raises BelowTaken, Stale.
    """
    line, cohort = seats.lock(cohort_id)
    if expected not in (None, line.held_back):
        raise Stale
    if capacity_of.change(line, cohort, line.capacity, count, by=by):
        cohort.version += 1


@verb
def give(cohort_id: int, person: Person, *, by: Actor, one_time_key: str) -> str:
    """Offer a seat that is held back to a named person; the reference of their registration.

    Raises NothingHeldBack, AddressTaken, CohortOver, PastLastOffer.
    """
    line, cohort = seats.lock(cohort_id)
    address = addresses.canonical(person.email)
    key = tokens.keyed_hash("given", one_time_key, address)
    done = trail.done(key)
    if done is not None:
        return db.session.get_one(Registration, done.subject_id).reference
    entries.refuse_late_offer(cohort)
    if line.held_back == 0:
        raise NothingHeldBack
    known = registrations.active_of(cohort_id, address)
    if known is not None and known.state in states.HOLDS_A_SEAT:
        raise AddressTaken
    values: moves.Values = {"held_back": (line.held_back, line.held_back - 1)}
    line.held_back -= 1
    # The number of seats held back stands in the cohort's form, which must not put it back.
    cohort.version += 1
    if known is not None:
        offers.make(known, line, cohort, by=by, values=values, key=key)
        return known.reference
    registration = registrations.new(person, cohort, key)
    ends = entries.offer_end(cohort, until=cohort.last_offer)
    moves.enter(registration, states.OFFERED, seats=line, by=by, act="give", offer_ends_at=ends, values=values, key=key)
    offer_made.write(registration)
    return registration.reference
