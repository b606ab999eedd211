"""What registrations say, read back: in the order of the form, in the wording that was shown."""

import pytest
from werkzeug.datastructures import MultiDict

from cohorts.activity.actors import COMMAND_LINE
from cohorts.programs.owners import cohort
from cohorts.questions import copies
from cohorts.registrations import said
from tests.factories.answers import answered, given
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.questions import only_if, options

pytestmark = pytest.mark.usefixtures("institution")
QUESTIONS = [
    written("sector", "choice", label="Which sector?", options=options("Public", "Private", other="Other")),
    written("ministry", required=True, show_if=only_if("sector", "public")),
    written("needs", "choices", options=options("Lift", "Signs")),
    written("born", "date"),
    written("hours", "number"),
    written("sure", "yes_no"),
    written("role", required=True),
]


@pytest.fixture
def cohort_id():
    """A cohort that asks these."""
    made = a_cohort(capacity=9)
    a_form(made, QUESTIONS)
    return made


def test_answers_come_in_the_order_of_the_form_and_of_many_people_in_one_statement(cohort_id, statements):
    people = [answered(cohort_id, {"role": f"Role {n}", "sector": "private"}).id for n in range(3)]
    with statements() as seen:
        found = said.of_all(people)
    assert [[answer.key for answer in found[each]] for each in people] == [["sector", "role"]] * 3
    assert len([each for each in seen if each.startswith("SELECT")]) == 1


def test_an_answer_reads_as_it_was_meant_when_its_question_says_something_else_now(cohort_id):
    ana = answered(cohort_id, {"sector": "public", "role": "x"})
    reworded = written("sector", "choice", label="Sector", options=options("Private", "New"))
    copies.replace(cohort(cohort_id), [reworded, *QUESTIONS[2:]], by=COMMAND_LINE)
    answer = said.of(ana.id)[0]
    assert (answer.wording.label, answer.lines("en")) == ({"en": "Which sector?"}, ["Public"])


def test_a_deleted_question_keeps_its_answers_and_is_told_apart(cohort_id):
    ana = answered(cohort_id, {"role": "x", "hours": "3"})
    copies.replace(cohort(cohort_id), QUESTIONS[:4], by=COMMAND_LINE)
    assert {answer.key: answer.is_archived for answer in said.of(ana.id)} == {"role": True, "hours": True}


@pytest.mark.parametrize(
    "answers",
    [
        {"sector": "public", "ministry": "Health", "role": "x"},
        {"needs": ["signs", "lift"], "hours": "1250.5", "sure": "yes", "role": "Ana’s <b>"},
    ],
)
def test_what_is_typed_again_says_the_same(cohort_id, answers):
    form = a_form(cohort_id, QUESTIONS)
    before = given(form, answers)
    ana = answered(cohort_id, before)
    pairs = MultiDict(said.typed(said.of(ana.id), form))
    again = given(
        form, {question.key: pairs.getlist(question.name) for question in form.questions if question.name in pairs}
    )
    assert [(each.question.key, set(each.values)) for each in again] == [
        (each.question.key, set(each.values)) for each in before
    ]


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, ["role"]),
        ({"role": "x"}, []),
        ({"sector": "public", "role": "x"}, ["ministry"]),
        ({"sector": "private"}, ["role"]),
    ],
)
def test_missing_is_what_must_be_answered_is_asked_and_is_not(cohort_id, answers, missing):
    form = a_form(cohort_id, QUESTIONS)
    ana = answered(cohort_id, answers)
    found = said.missing(said.of(ana.id), form, "registration")
    assert [question.key for question in found] == missing
