"""Notices: that dates or place of a cohort changed. One waits at a time, so that several changes are one mail."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.broadcasts import what_changed
from cohorts.broadcasts.models import DROPPED, OPEN, Notice
from cohorts.broadcasts.schedule_errors import GoesOutAlready
from cohorts.broadcasts.what_changed import Picture
from cohorts.core import clock
from cohorts.core.database import add, db, verb
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts, seats, states
from cohorts.registrations.models import Registration

# Organizers save three times: the room, its spelling, the hour. Longer would be late on the day itself.
QUIET = timedelta(minutes=5)
WAS, IS, SAVED = "was", "is", "saved"


@verb
def edit(cohort_id: int, *, by: Actor, tell: bool, **said: Any) -> bool:
    """Change a cohort as `registrations.cohorts.edit` does and, if so said, tell its people; whether anything changed.

    A notice that waits is joined; one that goes out already is not: a new one follows it.
    """
    _line, cohort = seats.lock(cohort_id)
    before = what_changed.of(cohort)
    changed = cohorts.edit(cohort_id, by=by, **said)
    if tell and may_be_told(cohort) and reached(cohort, before, what_changed.of(cohort)):
        _open(cohort, before, by)
    return changed


@verb
def send_now(cohort_id: int, *, by: Actor) -> None:
    """Let the notice that waits go out at once. Raises GoesOutAlready."""
    notice = _locked(cohort_id)
    notice.due_at = min(notice.due_at, clock.now())
    _record("tell_now", notice, by)


@verb
def drop(cohort_id: int, *, by: Actor) -> None:
    """Tell nobody of what changed. Raises GoesOutAlready."""
    notice = _locked(cohort_id)
    notice.status, notice.finished_at = DROPPED, clock.now()
    _record("tell_nobody", notice, by)


def may_be_told(cohort: Cohort) -> bool:
    """Whether a change concerns people: the cohort is public, and not over."""
    return cohort.status == "published" and cohort.ends_at > clock.now()


def reached(cohort: Cohort, before: Picture, now: Picture, *conditions: ColumnElement[bool]) -> int:
    """How many people there are, with these conditions, whom this change concerns; 0 where there is no change."""
    if what_changed.lines(before, now, "en", knows_link=False):
        return _count(cohort.id, states.ACTIVE, *conditions)
    link = what_changed.lines(before, now, "en", knows_link=True)
    return _count(cohort.id, {states.CONFIRMED}, *conditions) if link else 0


def were_there(notice: Notice) -> ColumnElement[bool]:
    """Those who registered before the last of its changes: the others read what is so now."""
    return Registration.registered_at <= datetime.fromisoformat(notice.before[SAVED])


def waiting(cohort_id: int) -> Notice | None:
    """The notice of a cohort that waits, where there is one."""
    return db.session.scalar(select(Notice).where(Notice.cohort_id == cohort_id, Notice.status == OPEN))


def batch_of(notice_id: int) -> str:
    """What its messages are many of."""
    return f"notice:{notice_id}"


def reaches(notice: Notice) -> int:
    """How many people a notice that waits tells, as things are now."""
    cohort, before = notice.cohort, notice.before[WAS]
    return reached(cohort, before, what_changed.of(cohort), were_there(notice)) if may_be_told(cohort) else 0


def _open(cohort: Cohort, before: Picture, by: Actor) -> None:
    now = clock.now()
    notice = waiting(cohort.id)
    said = {WAS: before, **(notice.before if notice else {}), SAVED: now.isoformat()}
    if notice is None:
        add(Notice(cohort_id=cohort.id, before=said, due_at=now + QUIET, opened_at=now))
    else:
        notice.before, notice.due_at = said, now + QUIET
    trail.record("tell", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id)


def _locked(cohort_id: int) -> Notice:
    waits = Notice.cohort_id == cohort_id, Notice.status == OPEN
    found = db.session.scalar(select(Notice).where(*waits).with_for_update(of=Notice))
    if found is None:
        raise GoesOutAlready
    return found


def _count(cohort_id: int, among: Collection[str], *conditions: ColumnElement[bool]) -> int:
    people = Registration.cohort_id == cohort_id, Registration.state.in_(sorted(among)), *conditions
    return db.session.scalar(select(func.count()).select_from(Registration).where(*people)) or 0


def _record(act: str, notice: Notice, by: Actor) -> None:
    trail.record(act, by=by, subject=("cohort", notice.cohort_id), cohort_id=notice.cohort_id)
