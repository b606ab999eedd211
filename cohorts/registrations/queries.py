"""Reading registrations."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from cohorts.core import addresses
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.paging import Page, paged
from cohorts.core.text import fold
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import states
from cohorts.registrations.models import Registration


class Offers(NamedTuple):
    """The offers of a cohort that run: how many, and when the next one ends."""

    running: int
    next_end: datetime


def by_reference(reference: str) -> Registration:
    """A registration by its reference; raises Missing."""
    found = db.session.scalar(select(Registration).where(Registration.reference == reference))
    if found is None:
        raise Missing
    return found


def page_of(
    cohort_id: int, *, search: str = "", state: str = "", number: int = 1, only: ColumnElement[bool] | None = None
) -> Page[Registration]:
    """A page of a cohort's registrations, newest first, but its line from No. 1 on; `only` those of a condition.

    The search is blind to case and accents.
    """
    query = select(Registration).where(Registration.cohort_id == cohort_id)
    if only is not None:
        query = query.where(only)
    if state:
        query = query.where(Registration.state == state)
    for word in fold(search).split():
        query = query.where(Registration.search.contains(word, autoescape=True))
    order = Registration.place if state == states.WAITLISTED else Registration.id.desc()
    return paged(query.order_by(order), number)


def matching(cohort_id: int, *, search: str, state: str, among: Collection[str]) -> Sequence[Registration]:
    """All registrations of a cohort that match and are in one of these states, the oldest first."""
    wanted = {state} & set(among) if state else among
    query = select(Registration).where(Registration.cohort_id == cohort_id, Registration.state.in_(sorted(wanted)))
    for word in fold(search).split():
        query = query.where(Registration.search.contains(word, autoescape=True))
    return list(db.session.scalars(query.order_by(Registration.id)))


def counts(cohort_id: int) -> dict[str, int]:
    """How many registrations a cohort has in each state."""
    query = select(Registration.state, func.count()).where(Registration.cohort_id == cohort_id)
    found = {row[0]: int(row[1]) for row in db.session.execute(query.group_by(Registration.state))}
    return {state: found.get(state, 0) for state in states.STATES}


def pending(cohort_ids: Sequence[int]) -> dict[int, int]:
    """How many registrations of these cohorts wait for a decision, by cohort."""
    undecided = Registration.cohort_id.in_(cohort_ids), Registration.state == states.PENDING
    query = select(Registration.cohort_id, func.count()).where(*undecided).group_by(Registration.cohort_id)
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def running_offers(cohort_ids: Sequence[int]) -> dict[int, Offers]:
    """The offers of these cohorts that wait for an answer, by cohort; a cohort without any is left out."""
    running = Registration.cohort_id.in_(cohort_ids), Registration.offer_ends_at.is_not(None)
    query = select(Registration.cohort_id, func.count(), func.min(Registration.offer_ends_at)).where(*running)
    found = db.session.execute(query.group_by(Registration.cohort_id))
    return {cohort_id: Offers(count, ends) for cohort_id, count, ends in found if ends is not None}


def active_of_address(email: str) -> Sequence[Registration]:
    """The active registrations of an address in all cohorts, newest first."""
    query = select(Registration).where(
        Registration.email_key == addresses.canonical(email), Registration.state.in_(states.ACTIVE)
    )
    return list(db.session.scalars(query.order_by(Registration.id.desc()).limit(20)))


def others_of(registration: Registration) -> Sequence[Registration]:
    """Other registrations of the same address in cohorts of the same program, newest first."""
    query = select(Registration).join(Cohort, Cohort.id == Registration.cohort_id).where(
        Registration.email_key == registration.email_key, Registration.id != registration.id,
        Cohort.program_id == registration.cohort.program_id,
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Registration.id.desc()).limit(20)))


def seats_of(cohort_ids: Sequence[int]) -> dict[int, Seats]:
    """The seats of these cohorts."""
    return {
        seats.cohort_id: seats for seats in db.session.scalars(select(Seats).where(Seats.cohort_id.in_(cohort_ids)))
    }


def cohort_of(cohort_id: int) -> Cohort:
    """A cohort by its id; raises Missing."""
    found = db.session.get(Cohort, cohort_id)
    if found is None:
        raise Missing
    return found


def by_ids(ids: Iterable[int]) -> dict[int, Registration]:
    """These registrations, by their ids."""
    found = db.session.scalars(select(Registration).where(Registration.id.in_(set(ids))))
    return {registration.id: registration for registration in found}


def position(registration: Registration) -> int | None:
    """Where somebody stands in the line, from 1; None for who does not wait."""
    if registration.place is None:
        return None
    ahead = select(func.count()).where(
        Registration.cohort_id == registration.cohort_id, Registration.place <= registration.place
    )
    return db.session.scalar(ahead)


def of_cohort(cohort_id: int, ids: Iterable[int]) -> Sequence[Registration]:
    """These registrations of a cohort, those in line by their places; raises Missing where one is none of its own."""
    wanted = set(ids)
    query = select(Registration).where(Registration.cohort_id == cohort_id, Registration.id.in_(wanted))
    found = list(db.session.scalars(query.order_by(Registration.place, Registration.id)))
    if not found or len(found) < len(wanted):
        raise Missing
    return found


def positions(registrations: Sequence[Registration]) -> dict[int, int]:
    """Where those of one cohort who wait stand in its line, from 1, by registration id; one query."""
    waiting = [registration for registration in registrations if registration.place is not None]
    if not waiting:
        return {}
    position = func.row_number().over(order_by=Registration.place).label("position")
    in_line = Registration.cohort_id == waiting[0].cohort_id, Registration.place.is_not(None)
    line = select(Registration.id, position).where(*in_line).subquery()
    query = select(line.c.id, line.c.position).where(line.c.id.in_([registration.id for registration in waiting]))
    return {row.id: row.position for row in db.session.execute(query)}
