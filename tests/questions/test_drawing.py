import pytest
from flask import Flask
from flask_babel import Babel

from cohorts.questions.asking import AskingForm, form_of
from cohorts.questions.drawing import parts
from cohorts.questions.wordings import ALL, INCLUDES, IS_NOT, Condition
from tests.factories.questions import a_question, an_asked_form, only_if, options

SECTOR = a_question("choice", key="sector", options=options("Health", "Roads"))


@pytest.fixture
def drawn():
    """What is drawn of questions: each with the keys of those that its options reveal."""
    app = Flask("bare")
    app.secret_key = "for forms"
    app.config["WTF_CSRF_ENABLED"] = False
    Babel(app)

    def keys(*questions):
        with app.test_request_context():
            form = form_of(AskingForm, an_asked_form(questions), "en")()
            found = list(parts(form, "en"))
        return [
            (part.item.question.key, {option: field.question.key for option, field in part.reveals.items()})
            for part in found
        ]

    return keys


def test_everything_is_drawn_in_order_headings_too(drawn):
    heading, name = a_question("section", key="part"), a_question(key="role")
    assert drawn(heading, SECTOR, name) == [("part", {}), ("sector", {}), ("role", {})]


def test_simple_questions_right_after_the_one_they_depend_on_stand_within_it(drawn):
    one = a_question(key="one", show_if=only_if("sector", "health"))
    two = a_question(key="two", show_if=only_if("sector", "roads"))
    assert drawn(SECTOR, one, two) == [("sector", {"health": "one", "roads": "two"})]


def test_an_option_reveals_one_question_and_no_more(drawn):
    one, two = (a_question(key=key, show_if=only_if("sector", "health")) for key in ("one", "two"))
    assert drawn(SECTOR, one, two) == [("sector", {"health": "one"}), ("two", {})]


@pytest.mark.parametrize(
    "follower",
    [
        {"show_if": only_if("sector", "health", operator=IS_NOT)},
        {"show_if": only_if("other", "health")},
        {"show_if": Condition(ALL, only_if("sector", "health").tests * 2)},
        {"show_if": only_if("sector", "health", "roads")},
        {"show_if": only_if("sector", "health"), "type": "file"},
        {"show_if": only_if("sector", "health"), "type": "section"},
        {},
    ],
    ids=["is not", "of another", "two tests", "two options", "a file", "a heading", "always"],
)
def test_anything_else_is_drawn_by_itself(follower, drawn):
    assert drawn(SECTOR, a_question(key="one", **follower)) == [("sector", {}), ("one", {})]


def test_a_list_and_a_question_further_down_reveal_nothing(drawn):
    many = a_question("choice", key="sector", options=options(*(f"Option {n}" for n in range(21))))
    assert len(drawn(many, a_question(key="one", show_if=only_if("sector", "option 1")))) == 2
    assert len(drawn(SECTOR, a_question(key="x"), a_question(key="one", show_if=only_if("sector", "health")))) == 3


def test_checkboxes_reveal_where_one_of_them_is_included(drawn):
    needs = a_question("choices", key="needs", options=options("Lift", "Signs"))
    follower = a_question(key="which", show_if=only_if("needs", "signs", operator=INCLUDES))
    assert drawn(needs, follower) == [("needs", {"signs": "which"})]
    assert len(drawn(needs, a_question(key="which", show_if=only_if("needs", "signs")))) == 2
