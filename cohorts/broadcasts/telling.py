"""How a notice goes out: it begins after its quiet while, and is written to the outbox in batches, by any worker."""

from sqlalchemy import or_, select

from cohorts.activity.actors import CLOCK
from cohorts.broadcasts import batches, notices, what_changed
from cohorts.broadcasts.emails import cohort_changed
from cohorts.broadcasts.models import DROPPED, OPEN, SENDING, SENT, Notice
from cohorts.broadcasts.notices import IS, WAS
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.mail import outbox
from cohorts.programs.models import Cohort
from cohorts.registrations import seats, states
from cohorts.registrations.models import Registration


def begin_due() -> int:
    """Let a notice whose time has come begin; 0 where there is none. Those of a cohort that was ended are dropped."""
    due = or_(Notice.due_at <= clock.now(), Cohort.status != "published")
    query = select(Notice.id).join(Cohort, Cohort.id == Notice.cohort_id).where(Notice.status == OPEN, due)
    found = db.session.scalar(query.order_by(Notice.id).limit(1))
    db.session.rollback()
    return 0 if found is None else _begin(found)


def write_some(size: int = batches.SIZE) -> int:
    """Write the next batch of a notice that goes out; 0 when there is none, or others are at it."""
    return _write(size) if batches.waits(Notice, Notice.status == SENDING) else 0


@verb
def _begin(notice_id: int) -> int:
    found = db.session.get(Notice, notice_id)
    if found is None:
        return 0
    # Under the cohort's lock no further change is being saved.
    _line, cohort = seats.lock(found.cohort_id)
    notice = db.session.get(Notice, notice_id, with_for_update=True, populate_existing=True)
    if notice is None or notice.status != OPEN:
        return 1
    now = clock.now()
    if notices.may_be_told(cohort) and notice.due_at > now:
        return 1
    if not notices.reaches(notice):
        # Nobody is there, or all is as it was: nothing stays unsaid.
        notice.before = {**notice.before, IS: what_changed.of(cohort)}
        notice.status, notice.finished_at = DROPPED, now
        return 1
    # A change that is saved from now on is the next notice's.
    notice.before = {**notice.before, IS: what_changed.of(cohort)}
    notice.status = SENDING
    return 1


@verb
def _write(size: int) -> int:
    notice = batches.taken(Notice, Notice.status == SENDING)
    if notice is None:
        return 0
    name = notices.batch_of(notice.id)
    if not notices.may_be_told(notice.cohort):
        outbox.drop_batch(name)
        notice.status, notice.finished_at = DROPPED, clock.now()
        return 1
    active = Registration.state.in_(sorted(states.ACTIVE))
    people = batches.people(notice.cohort_id, active, notices.were_there(notice), after=notice.cursor, size=size)
    for person in people:
        notice.told += _tell(person, notice, name)
    if people:
        notice.cursor = people[-1].id
    if len(people) < size:
        notice.status, notice.finished_at = SENT, clock.now()
        notices.record("told", notice, CLOCK, {"count": (None, notice.told)})
    return 1


def _tell(person: Registration, notice: Notice, name: str) -> bool:
    knows_link = person.state == states.CONFIRMED
    changes = what_changed.lines(notice.before[WAS], notice.before[IS], person.language, knows_link=knows_link)
    if changes:
        cohort_changed.write(
            person, changes, cause=f"{name}:{person.id}", batch=name, not_after=notice.cohort.ends_at
        )  # fmt: skip
    return bool(changes)
