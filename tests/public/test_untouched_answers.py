"""Answers that somebody does not touch stay as they were given, though the form around them has changed."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.programs.owners import cohort as of_cohort
from cohorts.questions import copies
from cohorts.registrations import said
from cohorts.registrations.models import Answer
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.questions import only_if, options
from tests.public.asking import send, text
from tests.public.opening import own, path

BEFORE = [
    written("sector", "choice", label="Sector", options=options("Public", "Private", "Federal"), required=True),
    written("tools", "choices", label="Tools", options=options("Pen", "Brush", "Knife")),
    written("years", "number", label="Years"),
    written("body", "choice", label="Body", options=options("Ministry", "Office")),
    written("role", label="Role", show_if=only_if("sector", "private")),
    written("why", label="Why"),
]
NOW = [
    written("sector", "choice", label="Sector", options=options("Public", "Private"), required=True),
    written("tools", "choices", label="Tools", options=options("Pen", "Brush")),
    written("years", "number", label="Years", min=10, max=20, step=1),
    written("body", "choice", label="Body", options=options("Ministry", "Agency")),
    written("role", label="Role", show_if=only_if("sector", "private")),
    written("why", label="Why"),
]
ANSWERS = {"sector": "federal", "tools": ["pen", "knife"], "years": "7.25", "body": "ministry", "why": "To learn"}


@pytest.fixture
def ana(app, client):
    """(id, address of the answers, name of a field by key) of somebody who answered before the form was changed."""
    with app.app_context():
        an_institution()
        made = a_cohort(program_id=a_program())
        form = a_form(made, BEFORE)
        found = answered(made, ANSWERS)
        number, link = found.id, path(found)
        copies.replace(of_cohort(made), NOW, by=COMMAND_LINE)
    return number, f"{own(client, link)}/answers", {each.key: each.name for each in form.everything}


def cells(app, number):
    with app.app_context():
        return {each.key: each.cell("en") for each in said.of(number)}


def test_a_change_of_one_answer_leaves_the_others_in_the_words_in_which_they_were_given(app, client, ana):
    number, address, name = ana
    with app.app_context():
        before = dict(db.session.execute(select(Answer.question_id, Answer.version_id)).all())
    page = send(client, client.get(address), follow=False, **{name["why"]: "To teach"})
    assert page.status_code == 302
    expected = {"sector": "Federal", "tools": "Pen; Knife", "years": "7.25", "body": "Ministry", "why": "To teach"}
    assert cells(app, number) == expected
    with app.app_context():
        assert dict(db.session.execute(select(Answer.question_id, Answer.version_id)).all()) == before


def test_an_option_that_is_gone_is_shown_as_chosen_and_marked(client, ana):
    page = text(client.get(ana[1]))
    assert "Federal (no longer offered)" in page and "Knife (no longer offered)" in page
    assert "Private (no longer offered)" not in page


def test_another_option_replaces_one_that_is_gone_for_good(app, client, ana):
    number, address, name = ana
    assert send(client, client.get(address), follow=False, **{name["sector"]: "public"}).status_code == 302
    assert cells(app, number)["sector"] == "Public"
    assert "no longer offered" not in text(client.get(address)).partition("Tools")[0]


def test_choices_that_change_may_not_hold_what_is_gone(app, client, ana):
    number, address, name = ana
    page = send(client, client.get(address), **{name["tools"]: ["pen", "brush", "knife"]})
    assert page.status_code == 422 and "“Knife” is no longer offered." in text(page)
    assert cells(app, number)["tools"] == "Pen; Knife"
    assert send(client, page, follow=False, **{name["tools"]: ["pen", "brush"]}).status_code == 302
    assert cells(app, number)["tools"] == "Pen; Brush"


def test_a_number_that_changes_keeps_to_the_new_limits(app, client, ana):
    number, address, name = ana
    page = send(client, client.get(address), **{name["years"]: "7.5"})
    assert page.status_code == 422 and "from 10 to 20" in text(page)
    assert send(client, page, follow=False, **{name["years"]: "7.25", name["why"]: "Both"}).status_code == 302
    assert (cells(app, number)["years"], cells(app, number)["why"]) == ("7.25", "Both")


def test_an_option_that_is_gone_cannot_be_chosen_by_who_had_another(app, client, ana):
    number, address, name = ana
    send(client, client.get(address), **{name["sector"]: "public"})
    page = send(client, client.get(address), **{name["sector"]: "federal"})
    assert page.status_code == 422
    assert cells(app, number)["sector"] == "Public"


def test_an_untouched_answer_goes_where_its_question_is_asked_no_more(app, client, ana):
    number, address, name = ana
    page = send(client, client.get(address), **{name["sector"]: "private"})
    page = send(client, page, follow=False, **{name["role"]: "Lead"})
    assert page.status_code == 302 and cells(app, number)["role"] == "Lead"
    asked = send(client, client.get(address), **{name["sector"]: "public"})
    assert "Drop these answers?" in text(asked) and "Lead" in text(asked)
