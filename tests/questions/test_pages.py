"""Questions spread over pages, as truth tables."""

import pytest

from cohorts.questions import wordings
from cohorts.questions.pages import is_needed, pages, revealed
from cohorts.questions.wordings import ALL, ANY_OF, INCLUDES, IS, IS_NOT, Condition
from tests.factories.questions import a_question, only_if, options


def asks(key, *, after=None, type="short_text", **said):
    """A question; `after` names what it depends on: "sector=a"."""
    if after:
        question, _, values = after.partition("=")
        said["show_if"] = only_if(question, *values.split("|"), operator=said.pop("operator", IS))
    return a_question(type, key=key, **said)


def choice(key, **said):
    return asks(key, type="choice", options=options("A", "B", "C"), **said)


def section(key, **said):
    return asks(key, type="section", **said)


def many(count, start=0):
    return [asks(f"many_{start + n}") for n in range(count)]


def keys(found):
    return [[question.key for question in page] for page in found]


def test_up_to_fifteen_questions_stand_on_one_page_with_their_headings():
    questions = [section("one"), *many(8), section("two"), *many(7, 8)]
    assert len(pages(questions)) == 1


def test_above_that_each_part_has_a_page_and_the_first_asks_who_one_is():
    questions = [section("one"), *many(8), section("two"), *many(8, 8)]
    assert [len(page) for page in pages(questions)] == [0, 9, 9]
    assert [page[0].key for page in pages(questions)[1:]] == ["one", "two"]


def test_what_stands_before_the_first_heading_is_on_the_first_page():
    questions = [*many(3), section("one"), *many(8, 3), section("two"), *many(8, 11)]
    assert [len(page) for page in pages(questions)] == [3, 9, 9]


def test_a_paragraph_alone_before_the_first_heading_is_no_page_of_its_own():
    questions = [asks("note", type="text"), section("one"), *many(8), section("two"), *many(8, 8)]
    assert [len(page) for page in pages(questions)] == [1, 9, 9]
    asked = [section("one"), *many(8), section("end"), asks("note", type="text"), section("two"), *many(8, 8)]
    assert [len(page) for page in pages(asked)] == [0, 9, 2, 9]


def test_a_long_part_is_cut_into_even_pages():
    assert [len(page) for page in pages(many(20))] == [10, 10]
    assert [len(page) for page in pages([*many(3), section("long"), *many(32, 3)])] == [3, 12, 11, 10]


def test_a_form_that_asks_nothing_has_one_page():
    assert pages([]) == [()]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (choice("x"), asks("y", after="x=a")),
        (choice("x"), asks("y", after="x=a", operator=INCLUDES)),
        (choice("x"), asks("y", after="x=a", operator=ANY_OF)),
        (asks("x", type="yes_no"), asks("y", after="x=yes")),
        (asks("x", type="scale"), asks("y", after="x=1")),
        (asks("x", type="choices", options=options("A", "B")), asks("y", after="x=a", operator=INCLUDES)),
        (choice("x"), asks("y", after="x=a", type="long_text")),
        (choice("x"), choice("y", after="x=a")),
    ],
)
def test_one_choice_right_before_a_question_reveals_it_on_the_same_page(first, then):
    assert keys(pages([first, then])) == [["x", "y"]]
    assert revealed([first, then]) == {"x": {then.condition.tests[0].values[0]: then}}


TWO = (wordings.Test("x", IS, ("a",)), wordings.Test("x", IS_NOT, ("b",)))
NOT_BY_STYLE = {
    "is not": (choice("x"), asks("y", after="x=a", operator=IS_NOT)),
    "one of several": (choice("x"), asks("y", after="x=a|b", operator=ANY_OF)),
    "exactly one of several boxes": (asks("x", type="choices", options=options("A", "B")), asks("y", after="x=a")),
    "two tests": (choice("x"), asks("y", show_if=Condition(ALL, TWO))),
    "a list": (asks("x", type="choice", options=options(*map(str, range(21)))), asks("y", after="x=1")),
    "a country": (asks("x", type="country"), asks("y", after="x=CA")),
    "a consent": (asks("x", type="consent"), asks("y", after="x=agreed")),
    "a file": (choice("x"), asks("y", after="x=a", type="file")),
    "boxes": (choice("x"), asks("y", after="x=a", type="choices", options=options("A", "B"))),
    "a heading": (choice("x"), section("y", after="x=a")),
    "a text": (choice("x"), asks("y", after="x=a", type="text")),
}


@pytest.mark.parametrize("questions", NOT_BY_STYLE.values(), ids=NOT_BY_STYLE)
def test_any_other_condition_waits_for_the_next_page(questions):
    assert keys(pages(questions)) == [["x"], ["y"]]
    assert revealed(questions) == {}


def test_a_question_between_makes_a_new_page():
    assert keys(pages([choice("x"), asks("between"), asks("y", after="x=a")])) == [["x", "between"], ["y"]]


def test_what_was_answered_on_an_earlier_page_begins_no_new_one():
    questions = [choice("x"), asks("one"), asks("y", after="x=a"), asks("two"), asks("z", after="x=b")]
    assert keys(pages(questions)) == [["x", "one"], ["y", "two", "z"]]


def test_each_choice_reveals_one_question_and_what_is_revealed_reveals_nothing():
    questions = [choice("x"), asks("a", after="x=a"), asks("b", after="x=b"), asks("again", after="x=b")]
    assert keys(pages(questions)) == [["x", "a", "b"], ["again"]]
    nested = [choice("x"), choice("y", after="x=a"), asks("z", after="y=a")]
    assert keys(pages(nested)) == [["x", "y"], ["z"]]


def test_the_heading_and_text_before_a_question_come_along_to_its_page():
    questions = [choice("x"), asks("one"), section("part"), asks("note", type="text"), asks("y", after="x=a")]
    assert keys(pages(questions)) == [["x", "one"], ["part", "note", "y"]]


def test_what_a_choice_reveals_is_never_cut_off_from_it():
    questions = [*many(9), choice("x"), asks("y", after="x=a"), *many(9, 9)]
    assert [len(page) for page in pages(questions)] == [11, 9]


@pytest.mark.parametrize(
    ("page", "visible", "needed"),
    [
        ([asks("x"), asks("y")], {"y"}, True),
        ([asks("x"), asks("y")], set(), False),
        ([section("part"), asks("x")], {"part"}, False),
        ([asks("note", type="text")], {"note"}, True),
        ([section("part")], {"part"}, False),
        ([], {"x"}, False),
    ],
)
def test_a_page_is_needed_where_it_asks_somebody_something(page, visible, needed):
    assert is_needed(page, visible) == needed
