"""Notices: that dates or place of a cohort changed. One waits at a time, so that several changes are one mail."""

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
from cohorts.core.languages import LANGUAGES
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
    before, heard = what_changed.of(cohort), last_heard(cohort)
    changed = cohorts.edit(cohort_id, by=by, **said)
    # What waits says how things are when it goes out: it tells of this in any case.
    wanted = (tell or waiting(cohort_id) is not None) and may_be_told(cohort)
    if wanted and concerned(cohort, before, heard, what_changed.of(cohort)):
        _open(cohort, heard, by)
    return changed


@verb
def send_now(cohort_id: int, *, by: Actor) -> None:
    """Let the notice that waits go out at once; done twice is done once. Raises GoesOutAlready."""
    notice, now = _locked(cohort_id), clock.now()
    if notice.due_at > now:
        notice.due_at = now
        record("tell_now", notice, by)


@verb
def drop(cohort_id: int, *, by: Actor) -> None:
    """Tell nobody of what changed. Raises GoesOutAlready."""
    notice = _locked(cohort_id)
    notice.status, notice.finished_at = DROPPED, clock.now()
    record("tell_nobody", notice, by)


def may_be_told(cohort: Cohort) -> bool:
    """Whether a change concerns people: the cohort is public, and not over."""
    return cohort.status == "published" and cohort.ends_at > clock.now()


def reached(cohort: Cohort, before: Picture, now: Picture, *conditions: ColumnElement[bool]) -> int:
    """How many people there are, with these conditions, who would read of a change: each in their own language, and
    of the link only who has a seat.
    """
    read = {
        (language, knows): bool(what_changed.lines(before, now, language, knows_link=knows))
        for language in LANGUAGES for knows in (False, True)
    }  # fmt: skip
    if not any(read.values()):
        return 0
    knows_link = Registration.state == states.CONFIRMED
    people = Registration.cohort_id == cohort.id, Registration.state.in_(sorted(states.ACTIVE)), *conditions
    query = select(Registration.language, knows_link, func.count()).where(*people)
    found = db.session.execute(query.group_by(Registration.language, knows_link))
    return sum(count for language, knows, count in found if read[language, bool(knows)])


def concerned(cohort: Cohort, before: Picture, heard: Picture, now: Picture) -> int:
    """How many people would read of what is saved now, compared with what they last heard."""
    return reached(cohort, heard, now) if reached(cohort, before, now) else 0


def last_heard(cohort: Cohort) -> Picture:
    """Dates and place as its people last heard of them: without what waits to be told, or was dropped unsaid."""
    query = select(Notice).where(Notice.cohort_id == cohort.id).order_by(Notice.id.desc()).limit(1)
    last = db.session.scalar(query)
    unsaid = last is not None and last.status in (OPEN, DROPPED) and IS not in last.before
    return last.before[WAS] if last is not None and unsaid else what_changed.of(cohort)


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


def record(act: str, notice: Notice, by: Actor, values: trail.Values | None = None) -> None:
    """Say in the activity what became of it. Part of a verb."""
    trail.record(act, by=by, subject=("cohort", notice.cohort_id), cohort_id=notice.cohort_id, values=values)


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
    # Under the cohort's lock no change joins it meanwhile.
    seats.lock(cohort_id)
    waits = Notice.cohort_id == cohort_id, Notice.status == OPEN
    found = db.session.scalar(select(Notice).where(*waits).with_for_update(of=Notice))
    if found is None:
        raise GoesOutAlready
    return found
