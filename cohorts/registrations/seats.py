"""The seats row: a cohort's lock and its counters."""

from sqlalchemy import bindparam, select

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort, Institution, Seats

# Never for the lock: whoever waits for it gets the row of seats anew, but the cohort as it was before the wait.
_AT_ONCE = (
    select(Seats, Cohort, Institution).join(Cohort, Cohort.id == Seats.cohort_id)
    .outerjoin(Institution, Institution.id == 1).where(Seats.cohort_id == bindparam("cohort"))
)  # fmt: skip


def lock(cohort_id: int) -> tuple[Seats, Cohort]:
    """Lock a cohort until the transaction ends; everything loaded before is read anew. Raises Missing."""
    # Expiring forgets what an outer verb has changed and not sent yet.
    db.session.flush()
    db.session.expire_all()
    seats = db.session.get(Seats, cohort_id, with_for_update=True, populate_existing=True)
    cohort = db.session.get(Cohort, cohort_id, populate_existing=True)
    if seats is None or cohort is None:
        raise Missing
    return seats, cohort


def glance(cohort_id: int) -> tuple[Seats, Cohort]:
    """A cohort as it was a moment ago, without waiting for its lock, for what is made before. Raises Missing."""
    found = db.session.execute(_AT_ONCE, {"cohort": cohort_id}).one_or_none()
    if found is None:
        raise Missing
    # Kept here, it need not be read again for the mail.
    db.session.info["institution"] = found[2]
    return found[0], found[1]


def new_place(seats: Seats) -> int:
    """The next place in the line; none is ever used again."""
    place = seats.next_place
    seats.next_place += 1
    return place
