"""Offers: seats held for somebody until a deadline."""

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import CLOCK, Actor
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import deadlines, entries, moves, proofs, registrations, seats, states, waitlist
from cohorts.registrations.emails import (
    declined,
    offer_expired,
    offer_made,
    offer_reminder,
    offer_retracted,
    seat_confirmed,
)
from cohorts.registrations.errors import (
    AgreementMissing,
    CannotMove,
    NobodyElseWaits,
    NotEnoughSeats,
    OfferEnded,
    TooFewWait,
)
from cohorts.registrations.models import Registration

BATCH = 50


@verb
def make_next(cohort_id: int, count: int, *, by: Actor, key: str | None = None) -> int:
    """Offer seats to the first so many in line; how many. All or nothing.

    Raises NotEnoughSeats, TooFewWait, CohortOver, PastLastOffer.
    """
    line, cohort = seats.lock(cohort_id)
    if trail.done(key):
        return count
    refuse_unless_free(line, cohort, count)
    if count > line.waiting:
        raise TooFewWait(asked=count, waiting=line.waiting)
    values = {"count": (None, count)}
    trail.record("offer_next", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id, values=values, key=key)
    for registration in waitlist.first(cohort_id, count):
        make(registration, line, cohort, by=by)
    return count


def make(
    registration: Registration, line: Seats, cohort: Cohort, *, by: Actor,
    note: str = "", values: moves.Values | None = None, key: str | None = None,
) -> None:  # fmt: skip
    """Hold a free seat for somebody and write to them; under the cohort's lock. Raises CannotMove."""
    ends = entries.offer_end(cohort, until=cohort.last_offer)
    moves.move(registration, "offer", states.OFFERED, seats=line, by=by, offer_ends_at=ends, values=values, key=key)
    offer_made.write(registration, note=note)


def refuse_unless_free(line: Seats, cohort: Cohort, count: int) -> None:
    """Refuse offers beyond the free seats, and late ones. Raises NotEnoughSeats, CohortOver, PastLastOffer."""
    entries.refuse_late_offer(cohort)
    if count > line.free:
        raise NotEnoughSeats(asked=count, free=line.free, held_back=line.held_back)


@verb
def accept(registration_id: int, *, by: Actor, privacy_notice_id: int | None = None) -> None:
    """Take the seat that is held; done twice is done once. Who agreed to no privacy notice yet agrees to this one.

    Valid until the deadline by the clock, under the lock. Raises OfferEnded, AgreementMissing, CohortOver, CannotMove.
    """
    registration, line, cohort = registrations.locked(registration_id)
    if registration.state == states.CONFIRMED:
        return
    _refuse_ended(registration)
    entries.refuse_unless_alive(cohort)
    if registration.privacy_agreed_at is None:
        if privacy_notice_id is None:
            raise AgreementMissing
        registration.privacy_notice_id, registration.privacy_agreed_at = privacy_notice_id, clock.now()
    registration.email_proved_at = clock.now()
    moves.move(registration, "accept", states.CONFIRMED, seats=line, by=by)
    seat_confirmed.write(registration)


@verb
def decline(registration_id: int, *, by: Actor) -> None:
    """Give the held seat back; it goes to the first in line. Done twice is done once. Raises CannotMove, OfferEnded."""
    registration, line, cohort = registrations.locked(registration_id)
    if registration.state == states.DECLINED:
        return
    _refuse_ended(registration)
    proofs.note(registration, by=by)
    moves.move(registration, "decline", states.DECLINED, seats=line, by=by)
    declined.write(registration)
    waitlist.serve(line, cohort, by=by)


@verb
def retract(registration_id: int, *, by: Actor, reason: str = "", key: str | None = None) -> None:
    """Take an offer back: to the end of the line. Raises NobodyElseWaits where the seat would come straight back."""
    registration, line, cohort = registrations.locked(registration_id)
    if trail.done(key):
        return
    if registration.state != states.OFFERED:
        raise CannotMove(registration.name, registration.state)
    if entries.is_served(cohort) and line.waiting == 0:
        raise NobodyElseWaits
    values = {"reason": (None, reason)} if reason else None
    moves.move(registration, "retract", states.WAITLISTED, seats=line, by=by, values=values, key=key)
    waitlist.serve(line, cohort, by=by)
    offer_retracted.write(registration, reason=reason)


def expire_due(batch: int = BATCH) -> int:
    """End the offers of one cohort whose time is over, and serve its line; how many, 0 when none is left."""
    due = select(Registration.cohort_id).where(Registration.offer_ends_at <= deadlines.has_expired(clock.now()))
    cohort_id = db.session.scalar(due.order_by(Registration.offer_ends_at).limit(1))
    db.session.rollback()
    return 0 if cohort_id is None else _expire_batch(cohort_id, batch)


def remind_due(batch: int = BATCH) -> int:
    """Remind of the offers of one cohort that end soon, each once; how many, 0 when none is left."""
    due = select(Registration.cohort_id).where(Registration.remind_at <= clock.now())
    cohort_id = db.session.scalar(due.order_by(Registration.remind_at).limit(1))
    db.session.rollback()
    return 0 if cohort_id is None else _remind_batch(cohort_id, batch)


@verb
def _expire_batch(cohort_id: int, batch: int) -> int:
    line, cohort = seats.lock(cohort_id)
    ended = Registration.offer_ends_at <= deadlines.has_expired(clock.now())
    query = select(Registration).where(Registration.cohort_id == cohort_id, ended)
    found = list(db.session.scalars(query.order_by(Registration.offer_ends_at, Registration.id).limit(batch)))
    for registration in found:
        moves.move(registration, "expire", states.EXPIRED, seats=line, by=CLOCK)
        offer_expired.write(registration)
    waitlist.serve(line, cohort, by=CLOCK)
    return len(found)


@verb
def _remind_batch(cohort_id: int, batch: int) -> int:
    seats.lock(cohort_id)
    now = clock.now()
    query = select(Registration).where(Registration.cohort_id == cohort_id, Registration.remind_at <= now)
    found = list(db.session.scalars(query.order_by(Registration.remind_at, Registration.id).limit(batch)))
    for registration in found:
        registration.remind_at = None
        if registration.offer_ends_at and deadlines.may_be_accepted(registration.offer_ends_at, now):
            offer_reminder.write(registration)
    return len(found)


def _refuse_ended(registration: Registration) -> None:
    if registration.state == states.EXPIRED:
        raise OfferEnded
    ends = registration.offer_ends_at
    if ends is not None and not deadlines.may_be_accepted(ends, clock.now()):
        raise OfferEnded
