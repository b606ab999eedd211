"""Reading programs and cohorts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, selectinload

from cohorts.core import clock
from cohorts.core.columns import Instant
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort, Institution, Program, Seats

CohortWithSeats = tuple[Cohort, Seats]
SHOWN = ("published", "cancelled")


def _with_seats() -> Select[Cohort, Seats]:
    return (
        select(Cohort, Seats)
        .join(Cohort.program)
        .join(Seats, Seats.cohort_id == Cohort.id)
        .options(contains_eager(Cohort.program))
    )


# Made once: the pages that are asked for most often pay for no building of statements.
_BY_SLUGS = _with_seats().where(Program.slug == bindparam("program"), Cohort.slug == bindparam("cohort"))


def cohort_with_seats(program: str, cohort: str) -> CohortWithSeats:
    """A cohort by its two slugs, with its seats; raises Missing."""
    found = db.session.execute(_BY_SLUGS, {"program": program, "cohort": cohort}).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1]


class Versions(NamedTuple):
    """All that a cohort's page depends on, in plain values; the times decide its phase."""

    id: int
    status: str
    opens: datetime | None
    closes: datetime
    ends: datetime
    admission: str
    closed_to_newcomers: bool
    waitlist_limit: int | None
    last_offer: datetime
    capacity: int
    held_back: int
    taken: int
    waiting: int
    cohort: int
    program: int
    institution: int | None


_VERSIONS = (
    select(
        Cohort.id, Cohort.status, Cohort.registration_opens,
        func.coalesce(Cohort.registration_closes, Cohort.starts_at, type_=Instant), Cohort.ends_at,
        Cohort.admission, Cohort.closed_to_newcomers, Cohort.waitlist_limit,
        func.coalesce(Cohort.last_offer_at, Cohort.starts_at, type_=Instant),
        Seats.capacity, Seats.held_back, Seats.taken, Seats.waiting,
        Cohort.version, Program.version, Institution.version,
    )
    .join(Program, Program.id == Cohort.program_id)
    .join(Seats, Seats.cohort_id == Cohort.id)
    .outerjoin(Institution, Institution.id == 1)
    .where(Program.slug == bindparam("program"), Cohort.slug == bindparam("cohort"))
    .where(Cohort.status != "draft", Program.status != "draft")
)  # fmt: skip


def versions(program: str, cohort: str) -> Versions | None:
    """The versions behind a cohort's page, without reading its words; None where visitors may not see it."""
    found = db.session.execute(_VERSIONS, {"program": program, "cohort": cohort}).one_or_none()
    return Versions._make(found) if found else None


def public_cohort(program: str, cohort: str) -> CohortWithSeats:
    """Like `cohort_with_seats`, for visitors: drafts do not exist."""
    found, seats = cohort_with_seats(program, cohort)
    if found.status == "draft" or found.program.status == "draft":
        raise Missing
    return found, seats


def upcoming() -> Sequence[CohortWithSeats]:
    """Cohorts with their seats that are listed and not over, the next first, of all programs."""
    return db.session.execute(
        _listed()
        .where(Program.status == "published", Cohort.ends_at > clock.now())
        .order_by(Cohort.starts_at, Cohort.id)
    ).all()


def of_program(program: Program) -> Sequence[CohortWithSeats]:
    """A program's listed cohorts with their seats, by date."""
    return db.session.execute(_listed().where(Program.id == program.id).order_by(Cohort.starts_at, Cohort.id)).all()


def next_of(cohort: Cohort) -> CohortWithSeats | None:
    """The next cohort of the same program, with its seats, that one could go to instead."""
    query = _listed().where(
        Program.id == cohort.program_id,
        Program.status == "published",
        Cohort.status == "published",
        Cohort.id != cohort.id,
        Cohort.starts_at > clock.now(),
    )
    return db.session.execute(query.order_by(Cohort.starts_at).limit(1)).first()


def program(slug: str) -> Program:
    """A program by its slug; raises Missing."""
    found = db.session.scalar(select(Program).where(Program.slug == slug))
    if found is None:
        raise Missing
    return found


def public_program(slug: str) -> Program:
    """A program that visitors may see; raises Missing for a draft."""
    found = program(slug)
    if found.status == "draft":
        raise Missing
    return found


def published_programs() -> Sequence[Program]:
    """The programs on the home page, oldest first."""
    return list(db.session.scalars(select(Program).where(Program.status == "published").order_by(Program.id)))


def not_over() -> Sequence[CohortWithSeats]:
    """Cohorts of every status with their seats that are not over or archived, the next first: for organizers."""
    going_on = Cohort.ends_at > clock.now(), Cohort.status != "archived"
    return db.session.execute(_with_seats().where(*going_on).order_by(Cohort.starts_at, Cohort.id)).all()


def all_of_program(program: Program) -> Sequence[CohortWithSeats]:
    """All cohorts of a program with their seats, the latest first: for organizers."""
    query = _with_seats().where(Program.id == program.id)
    return db.session.execute(query.order_by(Cohort.starts_at.desc(), Cohort.id)).all()


def all_programs() -> Sequence[Program]:
    """All programs, what is archived last: for organizers."""
    return list(db.session.scalars(select(Program).order_by(Program.status == "archived", Program.id)))


def programs_by_id(ids: Iterable[int]) -> dict[int, Program]:
    """These programs, by their ids."""
    return {row.id: row for row in db.session.scalars(select(Program).where(Program.id.in_(set(ids))))}


def cohorts_by_id(ids: Iterable[int]) -> dict[int, Cohort]:
    """These cohorts, by their ids."""
    return {row.id: row for row in db.session.scalars(select(Cohort).where(Cohort.id.in_(set(ids))))}


def _listed() -> Select[Cohort, Seats]:
    return _with_seats().where(Cohort.status.in_(SHOWN)).options(selectinload(Cohort.all_sessions))
