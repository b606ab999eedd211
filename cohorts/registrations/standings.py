"""How cohorts stand: their counters beside what their registrations say, for the laws."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, case, func, select

from cohorts.core.columns import Instant
from cohorts.core.database import db
from cohorts.programs.models import Cohort, Program, Seats
from cohorts.registrations import states
from cohorts.registrations.models import Registration

Query = Select[*tuple[Any, ...]]


class Standing(NamedTuple):
    """A cohort's counters beside what its registrations say."""

    cohort: str
    status: str
    admission: str
    serves_waitlist: bool
    last_offer: datetime
    capacity: int
    held_back: int
    taken: int
    waiting: int
    next_place: int
    holding: int
    in_line: int
    last_place: int


def all_cohorts() -> Iterator[Standing]:
    """How each cohort with seats stands, all at one moment."""
    rows = _counted().subquery()
    query = (
        of_cohorts(
            Cohort.status, Cohort.admission, Cohort.serves_waitlist,
            func.coalesce(Cohort.last_offer_at, Cohort.starts_at, type_=Instant),
            Seats.capacity, Seats.held_back, Seats.taken, Seats.waiting, Seats.next_place,
            func.coalesce(rows.c.holding, 0), func.coalesce(rows.c.in_line, 0), func.coalesce(rows.c.last_place, 0),
        )
        .join(Seats, Seats.cohort_id == Cohort.id)
        .outerjoin(rows, rows.c.cohort_id == Cohort.id)
        .order_by(Cohort.id)
    )  # fmt: skip
    return (Standing._make(row) for row in read(query))


def of_cohorts(*columns: Any) -> Query:
    """A select of cohorts, named PROGRAM/COHORT in the column `cohort`, with these columns."""
    named = (Program.slug + "/" + Cohort.slug).label("cohort")
    return select(named, *columns).select_from(Cohort).join(Program, Program.id == Cohort.program_id)


def read(query: Query) -> Sequence[Row[*tuple[Any, ...]]]:
    """What a query finds, in a transaction of its own that ends at once."""
    rows = db.session.execute(query).all()
    # The reading transaction ends here: SQLite's writers wait for it.
    db.session.rollback()
    return rows


def _counted() -> Query:
    return select(
        Registration.cohort_id,
        func.sum(case((Registration.state.in_(states.HOLDS_A_SEAT), 1), else_=0)).label("holding"),
        func.sum(case((Registration.state.in_(states.WAITS), 1), else_=0)).label("in_line"),
        func.max(Registration.place).label("last_place"),
    ).group_by(Registration.cohort_id)
