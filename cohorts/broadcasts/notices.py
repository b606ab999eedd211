"""Notices: that dates or place of a cohort changed. One waits at a time, so that several changes are one mail."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.broadcasts import what_changed
from cohorts.broadcasts.models import Notice
from cohorts.broadcasts.schedule_errors import GoesOutAlready
from cohorts.broadcasts.what_changed import Picture
from cohorts.core import clock
from cohorts.core.database import add, db, verb
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts, seats, states
from cohorts.registrations.models import Registration

# Organizers save three times: the room, its spelling, the hour. Longer would be late on the day itself.
QUIET = timedelta(minutes=5)
OPEN, SENDING, SENT, DROPPED = "open", "sending", "sent", "dropped"
WAS, IS = "was", "is"


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


def reached(cohort: Cohort, before: Picture, now: Picture) -> int:
    """How many people there are whom this change concerns; 0 where there is no change."""
    if what_changed.lines(before, now, "en", knows_link=False):
        return _count(cohort.id, states.ACTIVE)
    link = what_changed.lines(before, now, "en", knows_link=True)
    return _count(cohort.id, {states.CONFIRMED}) if link else 0


def waiting(cohort_id: int) -> Notice | None:
    """The notice of a cohort that waits, where there is one."""
    return db.session.scalar(select(Notice).where(Notice.cohort_id == cohort_id, Notice.status == OPEN))


def reaches(notice: Notice) -> int:
    """How many people a notice that waits tells, as things are now."""
    cohort = notice.cohort
    return reached(cohort, notice.before[WAS], what_changed.of(cohort)) if may_be_told(cohort) else 0


def _open(cohort: Cohort, before: Picture, by: Actor) -> None:
    now = clock.now()
    notice = waiting(cohort.id)
    if notice is None:
        add(Notice(cohort_id=cohort.id, before={WAS: before}, due_at=now + QUIET, opened_at=now))
    else:
        notice.due_at = now + QUIET
    trail.record("tell", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id)


def _locked(cohort_id: int) -> Notice:
    waits = Notice.cohort_id == cohort_id, Notice.status == OPEN
    found = db.session.scalar(select(Notice).where(*waits).with_for_update(of=Notice))
    if found is None:
        raise GoesOutAlready
    return found


def _count(cohort_id: int, among: Collection[str]) -> int:
    people = Registration.cohort_id == cohort_id, Registration.state.in_(sorted(among))
    return db.session.scalar(select(func.count()).select_from(Registration).where(*people)) or 0


def _record(act: str, notice: Notice, by: Actor) -> None:
    trail.record(act, by=by, subject=("cohort", notice.cohort_id), cohort_id=notice.cohort_id)
