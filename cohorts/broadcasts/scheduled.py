"""How a schedule that has fired goes out: written to the outbox in batches, by any worker."""

from collections.abc import Sequence

from sqlalchemy import select

from cohorts.broadcasts import schedules
from cohorts.broadcasts.emails import reminder, thanks
from cohorts.broadcasts.models import REMINDER, Schedule
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.mail import outbox
from cohorts.messages import suppressions
from cohorts.registrations import informing, states
from cohorts.registrations.models import Registration

BATCH = 100


def write_some(batch: int = BATCH) -> int:
    """Write the next batch of one that fired; 0 when there is none, or others are at it."""
    found = db.session.scalar(select(Schedule.id).where(*_GOES_OUT).limit(1))
    db.session.rollback()
    return 0 if found is None else _write(batch)


_GOES_OUT = Schedule.fired_at.is_not(None), Schedule.finished_at.is_(None)


@verb
def _write(batch: int) -> int:
    query = select(Schedule).where(*_GOES_OUT).order_by(Schedule.id).limit(1)
    # Several workers: each takes another one, or none.
    schedule = db.session.scalar(query.with_for_update(of=Schedule, skip_locked=True))
    if schedule is None:
        return 0
    if _is_pointless(schedule):
        outbox.drop_batch(schedules.batch_of(schedule.id))
        schedule.finished_at = clock.now()
        return 1
    people = _next_people(schedule, batch)
    _write_to(schedule, people)
    if people:
        schedule.cursor = people[-1].id
    if len(people) < batch:
        schedule.finished_at = clock.now()
    return 1


def _is_pointless(schedule: Schedule) -> bool:
    # Its cohort was cancelled, or begins, while it goes out. Words after a cohort may come at any time.
    begun = schedule.kind == REMINDER and clock.now() >= schedule.cohort.starts_at
    return begun or schedule.cohort.status != "published"


def _next_people(schedule: Schedule, size: int) -> Sequence[Registration]:
    query = (
        select(Registration)
        .where(Registration.cohort_id == schedule.cohort_id, Registration.state == states.CONFIRMED)
        # Who got the seat since gets what is still ahead.
        .where(Registration.state_since <= schedule.fired_at, Registration.id > schedule.cursor)
        .order_by(Registration.id).limit(size)
    )  # fmt: skip
    # Nobody withdraws between being read and being written to.
    return list(db.session.scalars(query.with_for_update(read=True, of=Registration)))


def _write_to(schedule: Schedule, people: Sequence[Registration]) -> None:
    kind, batch = schedule.kind, schedules.batch_of(schedule.id)
    hashes = {person.id: suppressions.hashed(person.email_key) for person in people}
    left = suppressions.left(schedule.cohort.program_id, hashes.values()) if people else set()
    not_after = schedules.until(schedule)
    for person in people:
        nature = informing.nature_now(kind, person.state, schedule.cohort)
        why_not = informing.why_not(
            kind, nature, has_left=hashes[person.id] in left, agreed_to_news=person.news_agreed_at is not None,
            address_failed=person.address_failed_at is not None,
        )  # fmt: skip
        if why_not is None:
            email = reminder if kind == REMINDER else thanks
            email.write(person, cause=f"{batch}:{person.id}", batch=batch, not_after=not_after)
