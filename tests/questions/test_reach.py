"""Whether anybody can be asked a question, decided from plain values."""

import pytest

from cohorts.questions import wordings
from cohorts.questions.conditions import asked
from cohorts.questions.reach import Choosing, unreachable
from cohorts.questions.wordings import ALL, ANY, ANY_OF, INCLUDES, IS, IS_NOT, Condition
from tests.factories.questions import a_question, only_if

CHOICES = {
    "one": Choosing(("a", "b", "c"), several=False),
    "many": Choosing(("x", "y", "z"), several=True),
    "two": Choosing(("yes", "no"), several=False),
}


def when(match, *tests):
    return Condition(match, tuple(wordings.Test(key, operator, tuple(values)) for key, operator, *values in tests))


def lost(*questions):
    first = [a_question(key="one"), a_question(key="many")]
    return unreachable([*first, *questions], CHOICES)


@pytest.mark.parametrize(
    ("condition", "can_be_met"),
    [
        (None, True),
        (when(ALL, ("one", IS, "a")), True),
        (when(ALL, ("one", IS, "a"), ("one", IS, "b")), False),
        (when(ANY, ("one", IS, "a"), ("one", IS, "b")), True),
        (when(ALL, ("one", IS, "a"), ("one", IS_NOT, "a")), False),
        (when(ALL, ("one", IS_NOT, "a"), ("one", IS_NOT, "b")), True),
        (when(ALL, ("one", ANY_OF, "a", "b"), ("one", IS_NOT, "a")), True),
        (when(ALL, ("one", ANY_OF, "a", "b"), ("one", IS, "c")), False),
        (when(ALL, ("one", INCLUDES, "a"), ("one", INCLUDES, "b")), False),
        (when(ALL, ("one", IS, "gone")), False),
        (when(ALL, ("many", INCLUDES, "x"), ("many", INCLUDES, "y")), True),
        (when(ALL, ("many", IS, "x"), ("many", INCLUDES, "y")), False),
        (when(ALL, ("many", IS, "x", "y"), ("many", INCLUDES, "y")), True),
        (when(ALL, ("many", INCLUDES, "x", "y", "z"), ("many", IS_NOT, "x", "y", "z")), False),
        (when(ALL, ("many", INCLUDES, "x"), ("many", IS_NOT, "x", "y", "z")), True),
        (when(ALL, ("many", INCLUDES, "x"), ("one", IS, "a")), True),
    ],
)
def test_a_question_is_reached_where_some_answers_meet_its_condition(condition, can_be_met):
    assert lost(a_question(key="asked", show_if=condition)) == (set() if can_be_met else {"asked"})


def test_what_depends_on_an_answer_that_cannot_be_is_asked_of_nobody():
    two = a_question(key="two", show_if=only_if("one", "a"))
    other = a_question(key="other", show_if=when(ALL, ("two", IS, "yes"), ("one", IS, "b")))
    either = a_question(key="either", show_if=when(ANY, ("two", IS, "yes"), ("one", IS, "b")))
    unsaid = a_question(key="unsaid", show_if=when(ALL, ("two", IS_NOT, "yes"), ("one", IS, "b")))
    assert lost(two, other, either, unsaid) == {"other"}


def test_a_chain_that_is_lost_is_lost_to_its_end():
    two = a_question(key="two", show_if=when(ALL, ("one", IS, "a"), ("one", IS, "b")))
    last = a_question(key="last", show_if=only_if("two", "yes"))
    assert lost(two, last) == {"two", "last"}


def test_what_is_called_lost_is_asked_with_no_answers_at_all():
    condition = when(ALL, ("one", IS_NOT, "a"), ("many", INCLUDES, "x"), ("many", IS, "y"))
    questions = [a_question(key="one"), a_question(key="many"), a_question(key="last", show_if=condition)]
    found = unreachable(questions, CHOICES)
    answers = [
        {"one": one, "many": many}
        for one in ((), ("a",), ("b",), ("c",))
        for many in ((), ("x",), ("y",), ("x", "y"), ("x", "y", "z"))
    ]
    assert found == {"last"}
    assert not any("last" in asked(questions, facts) for facts in answers)


def test_a_form_with_too_many_ways_is_taken_at_its_word():
    any_way = when(ANY, *(("one", IS, word) for word in "abc"), *(("many", INCLUDES, word) for word in "xyz"))
    keys = [f"q{n}" for n in range(4)]
    choices = {**CHOICES, **dict.fromkeys(keys, Choosing(("yes",), several=False))}
    last = a_question(key="last", show_if=when(ALL, *((key, IS, "yes") for key in keys)))
    wide = [a_question(key=key, show_if=any_way) for key in keys]
    assert unreachable([a_question(key="one"), a_question(key="many"), *wide, last], choices) == set()
