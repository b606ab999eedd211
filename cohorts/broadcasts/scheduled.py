"""How a schedule that has fired goes out: written to the outbox in batches, by any worker."""

from collections.abc import Sequence

from sqlalchemy import String, and_, cast, literal, or_, select

from cohorts.broadcasts import batches, schedules
from cohorts.broadcasts.due import REMINDER
from cohorts.broadcasts.emails import reminder, thanks
from cohorts.broadcasts.models import Schedule
from cohorts.core import clock
from cohorts.core.database import verb
from cohorts.mail import outbox
from cohorts.mail.models import WAITING, Message
from cohorts.messages import suppressions
from cohorts.programs.models import Cohort
from cohorts.registrations import informing, states
from cohorts.registrations.models import Registration

# What is written may still wait in the outbox when the cohort is cancelled: then nobody wants it any more.
_WAITS = select(Message.id).where(
    Message.batch == literal(schedules.BATCH) + cast(Schedule.id, String), Message.state.in_(WAITING)
)
_GOES_OUT = (
    Schedule.fired_at.is_not(None), Schedule.enabled_at.is_not(None),
    or_(
        Schedule.finished_at.is_(None),
        and_(Schedule.cohort.has(Cohort.status == "cancelled"), _WAITS.exists()),
    ),
)  # fmt: skip


def write_some(size: int = batches.SIZE) -> int:
    """Write the next batch of one that fired, or cut it short; 0 when there is none, or others are at it."""
    return _write(size) if batches.waits(Schedule, *_GOES_OUT) else 0


@verb
def _write(size: int) -> int:
    schedule = batches.taken(Schedule, *_GOES_OUT)
    if schedule is None:
        return 0
    if _is_pointless(schedule):
        outbox.drop_batch(schedules.batch_of(schedule.id))
        schedule.finished_at, schedule.enabled_at = clock.now(), None
        return 1
    # Who got the seat since gets what is still ahead.
    seated = Registration.state == states.CONFIRMED, Registration.state_since <= schedule.fired_at
    people = batches.people(schedule.cohort_id, *seated, after=schedule.cursor, size=size)
    _write_to(schedule, people)
    if people:
        schedule.cursor = people[-1].id
    if len(people) < size:
        schedule.finished_at = clock.now()
    return 1


def _is_pointless(schedule: Schedule) -> bool:
    # Its cohort was cancelled, or begins, while it goes out. Words after a cohort may come at any time.
    begun = schedule.kind == REMINDER and clock.now() >= schedule.cohort.starts_at
    return begun or schedule.cohort.status != "published"


def _write_to(schedule: Schedule, people: Sequence[Registration]) -> None:
    kind, batch = schedule.kind, schedules.batch_of(schedule.id)
    hashes = {person.id: suppressions.hashed(person.email_key) for person in people}
    left = suppressions.left(schedule.cohort.program_id, hashes.values()) if people else set()
    not_after = schedules.until(schedule)
    for person in people:
        if informing.why_not_now(kind, person, schedule.cohort, has_left=hashes[person.id] in left) is None:
            email = reminder if kind == REMINDER else thanks
            email.write(person, cause=f"{batch}:{person.id}", batch=batch, not_after=not_after)
