"""What all answers to a question say together: counts, spreads, how many answered."""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from cohorts.core.database import db
from cohorts.registrations.models import Answer, Registration

MOST_BINS = 8


class Bin(NamedTuple):
    """How many numbers lie from `start` up to, and not including, `end`."""

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
    # Whether all are whole numbers.
    is_whole: bool


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
    """How the numbers spread; None where there are none. One statement, with a row for each different number."""
    wanted = and_(Answer.question_id == question_id, Answer.number.is_not(None), _of(cohort_id, states))
    query = select(Answer.number, func.count()).join(Registration, Registration.id == Answer.registration_id)
    rows = db.session.execute(query.where(wanted).group_by(Answer.number).order_by(Answer.number))
    counted = [(float(row[0] or 0), int(row[1])) for row in rows]
    if not counted:
        return None
    people = sum(count for _, count in counted)
    mean = sum(number * count for number, count in counted) / people
    median = (_nth(counted, (people - 1) // 2) + _nth(counted, people // 2)) / 2
    is_whole = all(number.is_integer() for number, _ in counted)
    return Spread(people, counted[0][0], counted[-1][0], mean, median, _bins(counted, is_whole=is_whole), is_whole)


def _nth(counted: Sequence[tuple[float, int]], place: int) -> float:
    passed = 0
    for number, count in counted:
        passed += count
        if place < passed:
            return number
    raise IndexError(place)


def _bins(counted: Sequence[tuple[float, int]], *, is_whole: bool) -> list[Bin]:
    """At most eight or so, of a width that people count in: 1, 2 or 5, or ten times that, or a tenth."""
    least, most = counted[0][0], counted[-1][0]
    width = max(_round_width((most - least) / MOST_BINS), 1.0 if is_whole else 0.0)
    first = math.floor(least / width)
    found = [0] * (math.floor(most / width) - first + 1)
    for number, count in counted:
        found[math.floor(number / width) - first] += count
    return [Bin((first + n) * width, (first + n + 1) * width, count) for n, count in enumerate(found)]


def _round_width(wanted: float) -> float:
    if wanted <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= wanted)


def _of(cohort_id: int, states: Collection[str]) -> ColumnElement[bool]:
    return and_(Registration.cohort_id == cohort_id, Registration.state.in_(sorted(states)))
