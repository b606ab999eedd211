"""The address of a registration: corrected, and proved anew where addresses are proved."""

from sqlalchemy import update

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import addresses, clock, limits
from cohorts.core.database import db, verb
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import entries, moves, registrations, states
from cohorts.registrations.emails import already_registered, present_state
from cohorts.registrations.errors import AddressProved, AlreadyRegistered, NotActive
from cohorts.registrations.models import Registration


def correct(registration_id: int, *, by: Actor, email: str, came_by_link: bool = True) -> int:
    """Send everything to another address: the old link dies, the mail of the present state goes out again.

    Once the owner of an address has proved it, only who `came_by_link` may change it; who typed it may be another.

    Where addresses are proved, a seat that was confirmed is held as an offer until the new address is proved.
    Gives the new version of its link. Raises NotActive, AddressProved, and AlreadyRegistered as `register` does.
    """
    version = _correct(registration_id, by, email, came_by_link)
    if version is None:
        raise AlreadyRegistered
    return version


@verb
def mark_failed(address: str, answer: str) -> None:
    """Note on all registrations of this address that nobody is there, and what the mail server said."""
    change = update(Registration).where(
        Registration.email_key == addresses.canonical(address), Registration.address_failed_at.is_(None)
    )
    db.session.execute(change.values(address_failed_at=clock.now(), address_failure=answer))


@verb
def _correct(registration_id: int, by: Actor, email: str, came_by_link: bool) -> int | None:
    registration, line, cohort = registrations.locked(registration_id)
    if not registration.is_active:
        raise NotActive
    if registration.email_proved_at is not None and not came_by_link:
        raise AddressProved
    address = addresses.canonical(email)
    limits.hit("register", address, limit=registrations.PER_HOUR, seconds=3600)
    other = registrations.keeper_of(cohort.id, address) if address != registration.email_key else None
    if other is not None:
        already_registered.write(other)
        return None
    if registration.email != email:
        _become(registration, address, email, line, cohort, by)
        present_state.write(registration)
    return registration.link_version


def _become(registration: Registration, address: str, email: str, line: Seats, cohort: Cohort, by: Actor) -> None:
    values: moves.Values = {"email": (registration.email, email)}
    if address != registration.email_key:
        registration.email_proved_at = None
        registration.address_failed_at = registration.address_failure = None
    registration.email, registration.email_key = email, address
    registration.search = registrations.search_words(registration.name, email, registration.organization)
    registration.link_version += 1
    if entries.is_unproved(registration, cohort):
        # Else a made-up address could hold the seat that a real one was given.
        ends = entries.offer_end(cohort, until=cohort.ends_at)
        act, after = "correct_address", states.OFFERED
        moves.move(registration, act, after, seats=line, by=by, offer_ends_at=ends, values=values)
    else:
        registration.revision += 1
        subject = ("registration", registration.id)
        trail.record("correct_address", by=by, subject=subject, cohort_id=cohort.id, values=values)
