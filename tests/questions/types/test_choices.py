import pytest

from cohorts.questions import types
from tests.factories.questions import a_question, options

THREE = options("Health", "Roads", "Space")


def test_each_choice_is_a_row_in_the_order_of_the_options_and_counts_once(answer):
    field = answer(a_question("choices", options=THREE), "space", "health", "space")
    assert [value.choice for value in field.values()] == ["health", "space"]


@pytest.mark.parametrize(
    ("said", "typed", "sentence"),
    [
        ({"min": 2}, ["health"], "Choose at least 2. You chose 1."),
        ({"max": 1}, ["health", "roads"], "Choose 1. You chose 2."),
        ({"max": 2}, ["health", "roads", "space"], "Choose at most 2. You chose 3."),
        ({"min": 2, "max": 2}, ["health"], "Choose 2. You chose 1."),
        ({}, ["health", "cars"], "Choose among these"),
        ({}, [f"option {n}" for n in range(100_000)], "Choose among these"),
    ],
)
def test_too_few_too_many_and_strange_choices_are_told_so(said, typed, sentence, answer):
    assert answer(a_question("choices", options=THREE, **said), *typed).errors == [sentence]


@pytest.mark.parametrize(
    ("said", "limits"),
    [
        ({}, ""),
        ({"min": 1}, ""),
        ({"min": 2}, "Choose at least 2."),
        ({"max": 2}, "Choose at most 2."),
        ({"min": 2, "max": 2}, "Choose 2."),
        ({"min": 1, "max": 3}, ""),
    ],
)
def test_how_many_to_choose_stands_beside_the_question(said, limits, answer):
    assert answer(a_question("choices", options=THREE, **said)).limits == limits


def test_who_need_not_answer_need_not_choose_the_smallest_number(answer):
    assert answer(a_question("choices", options=THREE, min=2)).errors == []


def test_other_asks_for_words_and_the_mistake_leads_there(answer):
    question = a_question("choices", options=options("Health", other="Else"))
    field = answer(question, "health", "else")
    assert field.errors == ["Write what it is in your own words"]
    assert field.first_control == f"{question.name}-other"


@pytest.mark.parametrize(
    ("said", "setting"),
    [({"min": 3, "max": 2}, "max"), ({"max": 4}, "max"), ({"min": 0}, "min"), ({"min": 1.5}, "min")],
)
def test_bounds_that_cannot_be_met_are_refused(said, setting):
    problems = types.of("choices").problems(a_question("choices", options=THREE, **said).wording)
    assert [setting for setting, _ in problems] == [setting]
