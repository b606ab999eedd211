"""Schedules: reminders before a cohort, thanks after it; made and switched by organizers, fired by the worker."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select

from cohorts.activity import trail
from cohorts.activity.actors import CLOCK, Actor
from cohorts.broadcasts import due
from cohorts.broadcasts.due import REMINDER, THANKS
from cohorts.broadcasts.models import Schedule
from cohorts.broadcasts.schedule_errors import HasFired, SameTime, ScheduledTwice, TimeHasPassed
from cohorts.core import clock, languages, when
from cohorts.core.database import add as add_row
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.mail import queries
from cohorts.mail.values import as_text
from cohorts.programs.models import Cohort
from cohorts.registrations import seats

MOST = 365
BATCH = "schedule:"


@verb
def add(cohort_id: int, *, kind: str, amount: int, unit: str, by: Actor) -> int:
    """Add a message and switch it on; its id. Raises ScheduledTwice, SameTime, TimeHasPassed."""
    _line, cohort = seats.lock(cohort_id)
    same = Schedule.cohort_id == cohort_id, Schedule.kind == kind, Schedule.amount == amount, Schedule.unit == unit
    if db.session.scalar(select(Schedule.id).where(*same)) is not None:
        raise ScheduledTwice
    made = Schedule(cohort=cohort, cohort_id=cohort_id, kind=kind, amount=amount, unit=unit)
    if any(each.kind == kind and due_at(each) == due_at(made) for each in of_cohort(cohort_id)):
        raise SameTime
    _refuse_past(made)
    made.enabled_at = clock.now()
    add_row(made)
    _record("schedule", made, by)
    return made.id


@verb
def switch(schedule_id: int, *, on: bool, by: Actor) -> None:
    """Switch it on or off; done twice is done once. Raises HasFired, TimeHasPassed."""
    schedule = _locked(schedule_id)
    if (schedule.enabled_at is not None) == on:
        return
    if schedule.fired_at is not None:
        raise HasFired
    if on:
        _refuse_past(schedule)
    schedule.enabled_at = clock.now() if on else None
    schedule.version += 1
    _record("switch_on" if on else "switch_off", schedule, by)


@verb
def remove(schedule_id: int, *, by: Actor) -> None:
    """Delete it. Raises HasFired."""
    schedule = _locked(schedule_id)
    if schedule.fired_at is not None:
        raise HasFired
    _record("unschedule", schedule, by)
    db.session.delete(schedule)


def of_cohort(cohort_id: int) -> list[Schedule]:
    """Those of a cohort, in the order in which they are due."""
    found = db.session.scalars(select(Schedule).where(Schedule.cohort_id == cohort_id))
    return sorted(found, key=lambda each: (due_at(each), each.id))


def of_id(cohort_id: int, schedule_id: int) -> Schedule:
    """One of a cohort's; raises Missing."""
    found = db.session.get(Schedule, schedule_id)
    if found is None or found.cohort_id != cohort_id:
        raise Missing
    return found


def due_at(schedule: Schedule) -> datetime:
    """When it is due, by the cohort's dates as they are now."""
    cohort = schedule.cohort
    return due.at(
        schedule.kind, schedule.amount, schedule.unit,
        starts=cohort.starts_at, ends=cohort.ends_at, timezone=cohort.timezone,
    )  # fmt: skip


def until(schedule: Schedule) -> datetime:
    """From when on nobody wants it any more."""
    return due.until(schedule.kind, due_at(schedule), starts=schedule.cohort.starts_at)


def standing(schedule: Schedule) -> str:
    """How it stands now."""
    return due.standing(
        due_at(schedule), until(schedule), clock.now(),
        enabled_at=schedule.enabled_at, fired_at=schedule.fired_at, finished_at=schedule.finished_at,
    )  # fmt: skip


def batch_of(schedule_id: int) -> str:
    """What its messages are many of."""
    return f"{BATCH}{schedule_id}"


def written(ids: Collection[int]) -> dict[int, int]:
    """How many messages there are of each, without those that were kept back."""
    names = {batch_of(each): each for each in ids}
    found = queries.by_batch(names).items()
    return {names[batch]: states.total() - states["dropped"] for batch, states in found}


def fire_due() -> int:
    """Let those whose time has come begin; how many."""
    found = [each.id for each in _may_be_due() if standing(each) == due.DUE]
    db.session.rollback()
    return sum(_fire(schedule_id) for schedule_id in found)


def _may_be_due() -> list[Schedule]:
    now = clock.now()
    time = or_(
        and_(Schedule.kind == REMINDER, Cohort.starts_at > now), and_(Schedule.kind == THANKS, Cohort.ends_at <= now)
    )
    waits = Schedule.enabled_at.is_not(None), Schedule.fired_at.is_(None), Cohort.status == "published"
    return list(db.session.scalars(select(Schedule).join(Cohort, Cohort.id == Schedule.cohort_id).where(*waits, time)))


@verb
def _fire(schedule_id: int) -> bool:
    # Under the cohort's lock its dates are those of the last commit.
    found = db.session.get(Schedule, schedule_id)
    if found is None:
        return False
    seats.lock(found.cohort_id)
    schedule = db.session.get(Schedule, schedule_id, with_for_update=True, populate_existing=True)
    if schedule is None or schedule.cohort.status != "published" or standing(schedule) != due.DUE:
        return False
    schedule.fired_at = clock.now()
    schedule.version += 1
    _record("fire", schedule, CLOCK)
    return True


def _locked(schedule_id: int) -> Schedule:
    found = db.session.get(Schedule, schedule_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Missing
    return found


def _refuse_past(schedule: Schedule) -> None:
    at = due_at(schedule)
    if at <= clock.now():
        said = when.day_and_time(at, schedule.cohort.timezone, languages.current())
        raise TimeHasPassed(when=as_text(said))


def _record(act: str, schedule: Schedule, by: Actor) -> None:
    subject = ("cohort", schedule.cohort_id)
    trail.record(f"{act}:{schedule.kind}", by=by, subject=subject, cohort_id=schedule.cohort_id)
