"""The capacity: raising it serves the line, lowering it stops at the seats taken and held back."""

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
    if change(line, cohort, capacity, line.held_back, by=by):
        cohort.version += 1


def change(line: Seats, cohort: Cohort, capacity: int, held_back: int, *, by: Actor) -> bool:
    """Set capacity and seats held back, under the lock that the caller holds; whether it changed. Raises BelowTaken."""
    before = {"capacity": line.capacity, "held_back": line.held_back}
    after = {"capacity": capacity, "held_back": held_back}
    values = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not values:
        return False
    if capacity < line.taken + held_back:
        raise BelowTaken(taken=line.taken, held_back=held_back, capacity=capacity)
    trail.record("set_capacity", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id, values=values)
    line.capacity, line.held_back = capacity, held_back
    waitlist.serve(line, cohort, by=by)
    return True
