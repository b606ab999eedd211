"""How a notice goes out: it begins after its quiet while, and is written to the outbox in batches, by any worker."""

from sqlalchemy import ColumnElement, or_, select

from cohorts.broadcasts import notices, what_changed
from cohorts.broadcasts.emails import cohort_changed
from cohorts.broadcasts.models import Notice
from cohorts.broadcasts.notices import DROPPED, IS, OPEN, SENDING, SENT, WAS
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.mail import outbox
from cohorts.programs.models import Cohort
from cohorts.registrations import seats, states
from cohorts.registrations.models import Registration

BATCH = 100


def begin_due() -> int:
    """Let a notice whose time has come begin; 0 where there is none. Those of a cohort that was ended are dropped."""
    due = or_(Notice.due_at <= clock.now(), Cohort.status != "published")
    query = select(Notice.id).join(Cohort, Cohort.id == Notice.cohort_id).where(Notice.status == OPEN, due)
    found = db.session.scalar(query.order_by(Notice.id).limit(1))
    db.session.rollback()
    return 0 if found is None else _begin(found)


def write_some(batch: int = BATCH) -> int:
    """Write the next batch of a notice that goes out; 0 when there is none, or others are at it."""
    found = db.session.scalar(select(Notice.id).where(Notice.status == SENDING).limit(1))
    db.session.rollback()
    return 0 if found is None else _write(batch)


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
        # Nobody is there, or all is as it was.
        notice.status, notice.finished_at = DROPPED, now
        return 1
    # A change that is saved from now on is the next notice's.
    notice.before = {**notice.before, IS: what_changed.of(cohort)}
    notice.status = SENDING
    return 1


@verb
def _write(batch: int) -> int:
    notice = _next(Notice.status == SENDING)
    if notice is None:
        return 0
    name = f"notice:{notice.id}"
    if not notices.may_be_told(notice.cohort):
        outbox.drop_batch(name)
        notice.status, notice.finished_at = DROPPED, clock.now()
        return 1
    people = _next_people(notice, batch)
    for person in people:
        notice.told += _tell(person, notice, name)
    if people:
        notice.cursor = people[-1].id
    if len(people) < batch:
        notice.status, notice.finished_at = SENT, clock.now()
    return 1


def _next(condition: ColumnElement[bool]) -> Notice | None:
    # Several workers: each takes another one, or none.
    query = select(Notice).where(condition).order_by(Notice.id).limit(1)
    return db.session.scalar(query.with_for_update(of=Notice, skip_locked=True))


def _next_people(notice: Notice, size: int) -> list[Registration]:
    query = (
        select(Registration)
        .where(Registration.cohort_id == notice.cohort_id, Registration.state.in_(sorted(states.ACTIVE)))
        .where(Registration.id > notice.cursor)
        .order_by(Registration.id).limit(size)
    )  # fmt: skip
    # Nobody withdraws between being read and being written to.
    return list(db.session.scalars(query.with_for_update(read=True, of=Registration)))


def _tell(person: Registration, notice: Notice, name: str) -> bool:
    knows_link = person.state == states.CONFIRMED
    changes = what_changed.lines(notice.before[WAS], notice.before[IS], person.language, knows_link=knows_link)
    if changes:
        cohort_changed.write(
            person, changes, cause=f"{name}:{person.id}", batch=name, not_after=notice.cohort.ends_at
        )  # fmt: skip
    return bool(changes)
