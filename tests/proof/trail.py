"""The trail, told again from its first entry: what each entry says must follow from those before it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.programs.models import Seats
from cohorts.registrations import states
from cohorts.registrations.models import Registration

# Whoever comes in by one of these stands behind all who wait.
ENTERS = ("register", "reinstate")


@dataclass
class Told:
    """A cohort as its trail tells it up to now."""

    capacity: int
    held_back: int = 0
    state: dict[int, str] = field(default_factory=dict)
    line: list[int] = field(default_factory=list)
    offers_in_order: int = 0

    @property
    def taken(self) -> int:
        """Who holds a seat."""
        return sum(state in states.HOLDS_A_SEAT for state in self.state.values())


def contradictions(capacities: Mapping[int, int]) -> Iterator[str]:
    """A sentence for each entry that contradicts those before it, and for what the rows say else in the end.

    `capacities`: each cohort's capacity when it was made.
    """
    told = {cohort_id: Told(capacity) for cohort_id, capacity in capacities.items()}
    entries = db.session.scalars(select(Activity).where(Activity.cohort_id.in_(told)).order_by(Activity.id))
    for entry in entries:
        yield from _follows(told[entry.cohort_id or 0], entry)
    yield from _ends_as_the_rows_say(told)


def _follows(cohort: Told, entry: Activity) -> Iterator[str]:
    values = {value.name: (value.old, value.new) for value in entry.values}
    for name in ("capacity", "held_back"):
        if name in values:
            setattr(cohort, name, int(values[name][1] or 0))
    if entry.act == "offer_next":
        cohort.offers_in_order = int(values["count"][1] or 0)
    if "state" in values:
        yield from _moves(cohort, entry, *values["state"])
    if cohort.taken + cohort.held_back > cohort.capacity:
        yield f"{_named(entry)}: {cohort.taken} taken, {cohort.held_back} held back, of {cohort.capacity}"


def _moves(cohort: Told, entry: Activity, before: str | None, after: str | None) -> Iterator[str]:
    who = entry.subject_id
    if cohort.state.get(who) != before:
        yield f"{_named(entry)}: {before} before, and the trail says {cohort.state.get(who)}"
    in_order = entry.act == "promote" or (entry.act == "offer" and cohort.offers_in_order > 0)
    if in_order and cohort.line[:1] != [who]:
        yield f"{_named(entry)}: served before the first in line, {cohort.line[:1]}"
    if before is None and entry.act in ENTERS and after in states.HOLDS_A_SEAT and cohort.line:
        yield f"{_named(entry)}: took a seat past a line of {len(cohort.line)}"
    cohort.offers_in_order -= entry.act == "offer" and cohort.offers_in_order > 0
    if who in cohort.line:
        cohort.line.remove(who)
    if after in states.WAITS:
        cohort.line.append(who)
    cohort.state[who] = after or ""


def _ends_as_the_rows_say(told: Mapping[int, Told]) -> Iterator[str]:
    in_line = defaultdict(list)
    for row in db.session.scalars(select(Registration).order_by(Registration.place, Registration.id)):
        if row.cohort_id in told and told[row.cohort_id].state.pop(row.id, None) != row.state:
            yield f"registration {row.id} is {row.state}, and its trail says something else"
        if row.place is not None:
            in_line[row.cohort_id].append(row.id)
    for seats in db.session.scalars(select(Seats).where(Seats.cohort_id.in_(told))):
        cohort = told[seats.cohort_id]
        if cohort.state:
            yield f"cohort {seats.cohort_id}: the trail tells of registrations that are not there: {cohort.state}"
        if cohort.line != in_line[seats.cohort_id]:
            yield f"cohort {seats.cohort_id}: another order in line than the trail's"
        if (cohort.capacity, cohort.held_back) != (seats.capacity, seats.held_back):
            yield f"cohort {seats.cohort_id}: other seats than the trail's"


def _named(entry: Activity) -> str:
    return f"cohort {entry.cohort_id}, entry {entry.id}, {entry.act} of {entry.subject_id}"
