"""Conditions as rows that ask for one choice each, the way organizers write them."""

from collections.abc import Sequence
from typing import NamedTuple

from cohorts.questions.wordings import ANY_OF, Condition, Test


class Row(NamedTuple):
    """One row: an earlier question, how it is asked for, one of its choices."""

    question: str
    operator: str
    choice: str


def of(condition: Condition | None) -> list[Row]:
    """The rows of a condition."""
    tests = condition.tests if condition else ()
    return [Row(test.question, test.operator, value) for test in tests for value in test.values]


def condition(match: str, rows: Sequence[Row], former: Condition | None = None) -> Condition | None:
    """The condition of rows; those that ask one question for any of its choices are one test.

    A condition of a file may say what rows cannot: where nobody changed its rows, it stays as it was.
    """
    if former is not None and (match, list(rows)) == (former.match, of(former)):
        return former
    tests: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for row in rows:
        place = (row.question, row.operator, "" if row.operator == ANY_OF else row.choice)
        tests[place] = (*tests.get(place, ()), row.choice) if row.operator == ANY_OF else (row.choice,)
    found = tuple(Test(key, operator, tuple(dict.fromkeys(values))) for (key, operator, _), values in tests.items())
    return Condition(match, found) if found else None
