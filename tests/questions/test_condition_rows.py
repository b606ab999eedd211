"""Conditions as rows."""

import pytest

from cohorts.questions import condition_rows, wordings
from cohorts.questions.condition_rows import Row
from cohorts.questions.wordings import ALL, ANY, ANY_OF, INCLUDES, IS, IS_NOT, Condition


def when(match, *tests):
    return Condition(match, tuple(wordings.Test(key, operator, tuple(values)) for key, operator, *values in tests))


@pytest.mark.parametrize(
    "condition",
    [
        when(ALL, ("sector", IS, "a")),
        when(ANY, ("sector", IS, "a"), ("size", IS_NOT, "small")),
        when(ALL, ("sector", ANY_OF, "a", "b"), ("size", INCLUDES, "small")),
        when(ALL, ("sector", ANY_OF, "a", "b"), ("size", ANY_OF, "c", "d")),
        when(ALL, ("sector", INCLUDES, "a"), ("sector", INCLUDES, "b")),
    ],
)
def test_a_condition_in_rows_is_the_same_condition(condition):
    assert condition_rows.condition(condition.match, condition_rows.of(condition)) == condition


def test_what_rows_cannot_say_stays_while_nobody_changes_them():
    condition = when(ALL, ("topics", ANY_OF, "a", "b"), ("topics", ANY_OF, "c", "d"))
    rows = condition_rows.of(condition)
    assert condition_rows.condition(ALL, rows, condition) is condition
    assert condition_rows.condition(ALL, rows[1:], condition) == when(ALL, ("topics", ANY_OF, "b", "c", "d"))


def test_rows_without_a_choice_are_no_condition():
    assert condition_rows.condition(ALL, []) is None
    assert condition_rows.of(None) == []
    assert condition_rows.condition(ALL, [Row("a", IS, "x"), Row("a", IS, "x")]) == when(ALL, ("a", IS, "x"))
