"""What all answers to a question say together: counts, spreads, how many answered."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, cast, func, select

from cohorts.core.database import db
from cohorts.registrations.models import Answer, Registration

BINS = 8


class Bin(NamedTuple):
    """How many numbers lie from `start` up to `end`; the last one includes it."""

    start: float
    end: float
    people: int


class Spread(NamedTuple):
    """How numbers spread."""

    people: int
    least: float
    most: float
    mean: float
    median: float
    bins: list[Bin]


def people(cohort_id: int, states: Collection[str]) -> int:
    """How many registrations of a cohort are in these states."""
    query = select(func.count()).select_from(Registration)
    return db.session.scalar(query.where(_of(cohort_id, states))) or 0


def answered(cohort_id: int, states: Collection[str]) -> dict[int, int]:
    """How many of them answered each question, by question; one statement."""
    query = (
        select(Answer.question_id, func.count(Answer.registration_id.distinct()))
        .join(Registration, Registration.id == Answer.registration_id)
        .where(_of(cohort_id, states)).group_by(Answer.question_id)
    )  # fmt: skip
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def counts(question_id: int, cohort_id: int, states: Collection[str]) -> dict[str, int]:
    """How many chose what, by choice."""
    query = select(Answer.choice, func.count()).join(Registration, Registration.id == Answer.registration_id)
    query = query.where(Answer.question_id == question_id, _of(cohort_id, states)).group_by(Answer.choice)
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def spread(question_id: int, cohort_id: int, states: Collection[str]) -> Spread | None:
    """How the numbers spread; None where there are none."""
    wanted = and_(Answer.question_id == question_id, Answer.number.is_not(None), _of(cohort_id, states))
    joined = Registration.id == Answer.registration_id
    query = select(func.count(), func.min(Answer.number), func.max(Answer.number), func.avg(Answer.number))
    count, least, most, mean = db.session.execute(query.select_from(Answer).join(Registration, joined).where(wanted)).one()
    if not count:
        return None
    middle = select(Answer.number).join(Registration, joined).where(wanted).order_by(Answer.number)
    halves = list(db.session.scalars(middle.limit(2 - count % 2).offset((count - 1) // 2)))
    median = sum(float(half or 0) for half in halves) / len(halves)
    return Spread(count, least, most, float(mean), median, _bins(wanted, float(least), float(most)))


def _bins(wanted: ColumnElement[bool], least: float, most: float) -> list[Bin]:
    width = (most - least) / BINS
    if not width:
        numbered: ColumnElement[int] = cast(0, Integer)
    else:
        numbered = cast(func.floor((Answer.number - least) / width), Integer)
    query = select(numbered, func.count()).select_from(Answer).join(Registration, Registration.id == Answer.registration_id)
    found: dict[int, int] = {}
    for place, count in db.session.execute(query.where(wanted).group_by(numbered)):
        # The largest number stands on the last edge.
        found[min(place, BINS - 1)] = found.get(min(place, BINS - 1), 0) + int(count)
    if not width:
        return [Bin(least, most, found[0])]
    return [Bin(least + n * width, least + (n + 1) * width, found.get(n, 0)) for n in range(BINS)]


def _of(cohort_id: int, states: Collection[str]) -> ColumnElement[bool]:
    return and_(Registration.cohort_id == cohort_id, Registration.state.in_(sorted(states)))
