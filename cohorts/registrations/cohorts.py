"""Cohorts: made, changed, published, cancelled, archived. Registering depends on them, so these serve the line."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock, markdown
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.core.text import fold, words
from cohorts.programs import owners
from cohorts.programs import sessions as sessions_of
from cohorts.programs.details import CohortDetails, SessionDetails
from cohorts.programs.errors import (
    AlreadyOver,
    HasRegistrations,
    LastOfferAfterEnd,
    LastOfferPast,
    NotOver,
    ProgramNotPublished,
    SlugTaken,
    Undecided,
    WindowAfterStart,
    WindowUpsideDown,
    WrongStatus,
)
from cohorts.programs.models import Cohort, Program, Seats
from cohorts.questions import copies
from cohorts.questions import queries as questions
from cohorts.registrations import calendars, queries, seats, states, waitlist
from cohorts.registrations import capacity as capacity_of
from cohorts.registrations.errors import BelowTaken
from cohorts.registrations.models import Registration


@verb
def create(
    *,
    by: Actor,
    program_id: int,
    details: CohortDetails,
    sessions: Sequence[SessionDetails],
    capacity: int,
    held_back: int = 0,
    with_form: bool = False,
    key: str | None = None,
) -> int:
    """Make a cohort, as a draft; its id. `with_form`: it asks what its program keeps for its next cohorts.

    Raises SlugTaken, NoSessions, BelowTaken and what its dates contradict.
    """
    done = trail.done(key)
    if done:
        return done.subject_id
    _refuse_taken(program_id, details.slug, None)
    _refuse_window(details, sessions)
    _refuse_late(details, sessions, None, by)
    if held_back > capacity:
        raise BelowTaken(taken=0, held_back=held_back, capacity=capacity)
    cohort = Cohort(
        program_id=program_id, status="draft", created_at=clock.now(),
        reference_prefix=_prefix(details), description_html=markdown.by_language(details.description),
        **vars(details),
    )  # fmt: skip
    sessions_of.replace(cohort, sessions)
    add(cohort)
    db.session.add(Seats(cohort_id=cohort.id, capacity=capacity, held_back=held_back))
    _record("create", cohort, by, key=key)
    pattern = questions.of_program(program_id) if with_form else None
    if pattern is not None:
        copies.copy(pattern, owners.cohort(cohort.id), by=by)
    return cohort.id


@verb
def edit(
    cohort_id: int,
    *,
    by: Actor,
    details: CohortDetails,
    sessions: Sequence[SessionDetails],
    capacity: int,
    held_back: int | None = None,
    expected_version: int | None = None,
) -> bool:
    """Change a cohort; whether anything changed. Seats held back stay as they are where nothing is said of them.

    Raises Stale, SlugTaken, BelowTaken, Undecided and what its dates contradict.
    """
    line, cohort = seats.lock(cohort_id)
    if expected_version not in (None, cohort.version):
        raise Stale
    _refuse_taken(cohort.program_id, details.slug, cohort.id)
    _refuse_window(details, sessions)
    _refuse_late(details, sessions, cohort.last_offer_at, by)
    _refuse_undecided(details, cohort)
    changes: dict[str, Any] = trail.differences(cohort, vars(details))
    for name in changes:
        setattr(cohort, name, getattr(details, name))
    shown = calendars.SHOWN & changes.keys()
    changes |= sessions_of.replace(cohort, sessions)
    if shown:
        sessions_of.grow(Cohort.id == cohort.id)
    more_or_fewer = capacity_of.change(
        line, cohort, capacity, line.held_back if held_back is None else held_back, by=by
    )
    if changes:
        cohort.description_html = markdown.by_language(cohort.description)
        _record("edit", cohort, by, values=changes)
    if changes or more_or_fewer:
        cohort.version += 1
    # A later last session can make a line that had ended go on.
    waitlist.serve(line, cohort, by=by)
    return bool(changes) or more_or_fewer


@verb
def publish(cohort_id: int, *, by: Actor) -> None:
    """Let everybody see it. Raises ProgramNotPublished, WrongStatus."""
    line, cohort = seats.lock(cohort_id)
    if cohort.program.status != "published":
        raise ProgramNotPublished
    _become("published", "publish", cohort, by, allowed=("draft", "archived"))
    waitlist.serve(line, cohort, by=by)


@verb
def unpublish(cohort_id: int, *, by: Actor) -> None:
    """Back to draft. Raises HasRegistrations, WrongStatus."""
    _line, cohort = seats.lock(cohort_id)
    if _has_registrations(cohort, Registration.state.in_(states.ACTIVE)):
        raise HasRegistrations
    _become("draft", "unpublish", cohort, by, allowed=("published", "archived"))


@verb
def cancel(cohort_id: int, *, by: Actor, reason: str) -> None:
    """Cancel a cohort at once; the worker then tells its people. Raises AlreadyOver, WrongStatus."""
    _line, cohort = seats.lock(cohort_id)
    if cohort.ends_at <= clock.now():
        raise AlreadyOver
    cohort.cancellation_reason = reason if cohort.status != "cancelled" else cohort.cancellation_reason
    _become("cancelled", "cancel", cohort, by, allowed=("published",))


@verb
def archive(cohort_id: int, *, by: Actor) -> None:
    """List it nowhere any more. Raises NotOver, WrongStatus."""
    _line, cohort = seats.lock(cohort_id)
    if cohort.ends_at > clock.now() and _has_registrations(cohort):
        raise NotOver
    _become("archived", "archive", cohort, by, allowed=("draft", "published", "cancelled"))


@verb
def close(cohort_id: int, *, by: Actor) -> None:
    """Let nobody new in; its line goes on being served. Done twice is done once."""
    _let_newcomers(cohort_id, "close", by, closed=True)


@verb
def reopen(cohort_id: int, *, by: Actor) -> None:
    """Let newcomers in again, within the window. Done twice is done once."""
    _let_newcomers(cohort_id, "reopen", by, closed=False)


def _let_newcomers(cohort_id: int, act: str, by: Actor, *, closed: bool) -> None:
    line, cohort = seats.lock(cohort_id)
    if cohort.closed_to_newcomers != closed:
        cohort.closed_to_newcomers = closed
        cohort.version += 1
        _record(act, cohort, by)
    waitlist.serve(line, cohort, by=by)


def _become(status: str, act: str, cohort: Cohort, by: Actor, *, allowed: tuple[str, ...]) -> None:
    if cohort.status == status:
        return
    if cohort.status not in allowed:
        raise WrongStatus(status=cohort.status)
    changes = {"status": (cohort.status, status)}
    cohort.status = status
    cohort.version += 1
    _record(act, cohort, by, values=changes)


def _refuse_taken(program_id: int, slug: str, own_id: int | None) -> None:
    if db.session.get(Program, program_id) is None:
        raise Missing
    other = db.session.scalar(select(Cohort.id).where(Cohort.program_id == program_id, Cohort.slug == slug))
    if other not in (None, own_id):
        raise SlugTaken


def _refuse_window(details: CohortDetails, sessions: Sequence[SessionDetails]) -> None:
    starts, ends = sessions_of.span(sessions)
    opens, closes = details.registration_opens, details.registration_closes or starts
    if closes > starts:
        raise WindowAfterStart
    if opens is not None and opens >= closes:
        raise WindowUpsideDown
    if details.last_offer_at is not None and details.last_offer_at > ends:
        raise LastOfferAfterEnd


def _refuse_late(
    details: CohortDetails, sessions: Sequence[SessionDetails], before: datetime | None, by: Actor
) -> None:
    # Only what somebody types now: a file may tell of a cohort whose time has passed.
    at, now = details.last_offer_at, clock.now()
    if by.kind == "organizer" and at not in (None, before) and at <= now < sessions_of.span(sessions)[1]:
        raise LastOfferPast


def _refuse_undecided(details: CohortDetails, cohort: Cohort) -> None:
    undecided = queries.pending([cohort.id]).get(cohort.id, 0) if cohort.admission != details.admission else 0
    if undecided:
        raise Undecided(undecided)


def _has_registrations(cohort: Cohort, *conditions: Any) -> bool:
    return bool(db.session.scalar(select(exists().where(Registration.cohort_id == cohort.id, *conditions))))


def _prefix(details: CohortDetails) -> str:
    # Fixed for the life of the cohort, so that a reference stays true when the city changes.
    letters = re.sub("[^a-z]", "", fold(words(details.venue_city, "en") or details.slug))
    return (letters + "xxx")[:3].upper()


def _record(act: str, cohort: Cohort, by: Actor, values: dict[str, Any] | None = None, key: str | None = None) -> None:
    trail.record(act, by=by, subject=("cohort", cohort.id), cohort_id=cohort.id, values=values, key=key)
