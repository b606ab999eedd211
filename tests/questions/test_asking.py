from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from cohorts.activity.actors import COMMAND_LINE
from cohorts.programs import owners
from cohorts.questions import queries, questions
from cohorts.questions.asking import AFTER_SEAT, AskingForm, Given, form_of, typed
from cohorts.questions.fields import Value
from cohorts.questions.wordings import Wording, WrittenQuestion
from tests.factories.programs import a_program
from tests.factories.questions import a_question, an_asked_form, only_if, options

SECTOR = a_question("choice", key="sector", required=True, options=options("Health", "Roads", other="Else"))
WHICH = a_question(key="which", required=True, show_if=only_if("sector", "roads"))
NEEDS = a_question("choices", key="needs", options=options("Lift", "Signs"))
CONSENT = a_question("consent", key="pictures", text={"en": "We take pictures."})
HEADING = a_question("section", key="part")
DIET = a_question(key="diet", stage="after_seat")
FORM = an_asked_form([SECTOR, WHICH, HEADING, NEEDS, CONSENT, DIET])


@pytest.fixture
def bare() -> Flask:
    """An application that can hold a form and nothing else: most of this needs no database."""
    app = Flask("bare")
    app.secret_key = "for forms"
    app.config["WTF_CSRF_ENABLED"] = False
    Babel(app)
    return app


def sent(app: Flask, *pairs: tuple[str, str], form=FORM, stage="registration", language="en"):
    """A form of these questions, sent with these names and values."""
    with app.test_request_context(method="POST", data=MultiDict(pairs)):
        made = form_of(AskingForm, form, language, stage)()
        made.validate()
        return made


def said(form, key):
    """The field of a question."""
    return next(field for field in form.questions if field.question.key == key)


def shown(*questions):
    """The hidden field with the wordings that the page showed."""
    return ("shown_versions", " ".join(str(question.version_id) for question in questions))


def test_the_questions_of_a_stage_are_fields_named_by_their_row(bare):
    form = sent(bare)
    assert [field.name for field in form.questions] == [q.name for q in (SECTOR, WHICH, NEEDS, CONSENT)]
    assert [field.name for field in sent(bare, stage=AFTER_SEAT).questions] == [DIET.name]


def test_what_a_condition_hides_is_neither_required_nor_kept(bare):
    form = sent(bare, (SECTOR.name, "health"), (WHICH.name, "\x00 a bridge"))
    assert form.errors == {}
    assert [(given.question.key, given.values) for given in form.given] == [("sector", (Value("health"),))]


def test_what_a_condition_shows_is_required(bare):
    form = sent(bare, (SECTOR.name, "roads"))
    assert said(form, "which").errors == ["Answer this question"]


def test_two_answers_to_one_field_are_refused_and_strange_fields_do_nothing(bare):
    form = sent(bare, (SECTOR.name, "health"), (SECTOR.name, "roads"), ("state", "confirmed"), ("q-999", "x"))
    assert said(form, "sector").errors == ["Give one answer; there are several."]
    assert not hasattr(form, "state")


def test_each_mistake_leads_to_its_control(bare):
    problems = list(sent(bare, (SECTOR.name, "else")).problems)
    assert problems == [(f"{SECTOR.name}-other", "About sector – Write what it is in your own words")]
    assert [control for control, _ in sent(bare).problems] == [f"{SECTOR.name}-0"]


def test_an_answer_is_kept_with_the_wording_that_is_in_force_where_no_page_told_another(bare):
    form = sent(bare, (SECTOR.name, "health"), ("shown_versions", "x -1 ٣ 1e3 "))
    assert [given.version_id for given in form.given] == [SECTOR.version_id]


def test_what_holds_only_spaces_is_no_answer(bare):
    blank = [a_question(kind, key=kind) for kind in ("short_text", "long_text", "date", "country", "number", "phone")]
    fields = [(question.name + suffix, " ") for question in blank for suffix in ("", "-day", "-month", "-year")]
    form = sent(bare, *fields, form=an_asked_form(blank))
    assert (form.errors, form.given) == ({}, [])


def test_a_consent_counts_in_the_wording_that_was_read(bare):
    pairs = [(SECTOR.name, "health"), (CONSENT.name, "yes")]
    read, unread = sent(bare, *pairs, shown(CONSENT)), sent(bare, *pairs)
    assert [given.question.key for given in read.given] == ["sector", "pictures"]
    assert said(unread, "pictures").errors == ["The wording changed while you wrote. Read it and agree again."]
    assert not said(unread, "pictures").data


def test_the_page_tells_which_wordings_it_shows(bare):
    assert sent(bare).versions_now.split() == [str(q.version_id) for q in (SECTOR, WHICH, HEADING, NEEDS, CONSENT)]


def test_the_class_is_kept_by_version_and_language_and_holds_nothing_of_a_request(bare):
    one, other = sent(bare, (SECTOR.name, "health")), sent(bare, (SECTOR.name, "roads"))
    assert type(one) is type(other)
    assert said(one, "sector").data == "health"
    assert type(sent(bare, language="fr")) is not type(one)
    assert type(sent(bare, form=an_asked_form(FORM.everything, id=FORM.id, version=2))) is not type(one)
    assert type(sent(bare, form=an_asked_form(FORM.everything, id=FORM.id))) is type(one)


def test_answers_can_be_typed_again(bare):
    answers = [
        Given(SECTOR, 1, (Value("else", "Space"),)),
        Given(NEEDS, 2, (Value("lift"), Value("signs"))),
    ]
    form = sent(bare, *typed(answers))
    assert [(given.question.key, given.values) for given in form.given] == [
        ("sector", (Value("else", "Space"),)),
        ("needs", (Value("lift"), Value("signs"))),
    ]


def test_an_answer_is_kept_with_the_older_wording_that_was_shown(app):
    with app.app_context():
        owner = owners.program(a_program())
        first = WrittenQuestion(key="sector", wording=Wording(type="short_text", label={"en": "Sector"}))
        number = questions.add(owner, first, by=COMMAND_LINE)
        before = queries.of_owner(owner).questions[0]
        reworded = replace(first.wording, label={"en": "Your sector"})
        questions.edit(number, by=COMMAND_LINE, wording=reworded)
        form = queries.of_owner(owner)
    strange = str(before.version_id + 1000)
    pairs = [(before.name, "Health"), ("shown_versions", f"{before.version_id} {strange}")]
    with app.test_request_context(method="POST", data=MultiDict(pairs)):
        made = form_of(AskingForm, form, "en")()
        made.hide()
        assert form.questions[0].version_id != before.version_id
        assert [given.version_id for given in made.given] == [before.version_id]
