"""The capacity: raising it serves the line, lowering it stops at the seats taken."""

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import verb
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import seats, waitlist
from cohorts.registrations.errors import BelowTaken


@verb
def set_capacity(cohort_id: int, capacity: int, *, by: Actor) -> None:
    """Change how many seats there are; raises BelowTaken."""
    line, cohort = seats.lock(cohort_id)
    change(line, cohort, capacity, by=by)


def change(line: Seats, cohort: Cohort, capacity: int, *, by: Actor) -> bool:
    """Like `set_capacity`, under the lock that the caller holds; whether it changed."""
    if capacity == line.capacity:
        return False
    if capacity < line.taken:
        raise BelowTaken(taken=line.taken)
    values = {"capacity": (line.capacity, capacity)}
    trail.record("set_capacity", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id, values=values)
    line.capacity = capacity
    waitlist.serve(line, cohort, by=by)
    return True
