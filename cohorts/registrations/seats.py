"""The seats row: a cohort's lock and its counters."""

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort, Seats


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


def new_place(seats: Seats) -> int:
    """The next place in the line; none is ever used again."""
    place = seats.next_place
    seats.next_place += 1
    return place
