import pytest
from flask import Flask
from flask_babel import Babel

from cohorts.questions.asking import AskingForm, form_of
from cohorts.questions.drawing import parts
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
            found = list(parts(form, questions, "en"))
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


def test_what_is_asked_of_nobody_as_things_stand_is_not_drawn(drawn):
    heading = a_question("section", key="part", show_if=only_if("sector", "health"))
    assert drawn(SECTOR, heading) == [("sector", {})]
