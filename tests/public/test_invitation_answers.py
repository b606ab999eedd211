"""Who takes a registration over is asked anew, and sees nothing of what the former person said."""

import io

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.files.models import Upload
from cohorts.registrations import links, said, transfers
from cohorts.registrations.models import Agreement
from tests.factories.answers import answered
from tests.factories.files import PDF, an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, an_institution
from tests.factories.questions import only_if, options
from tests.factories.registrations import read
from tests.public.opening import own
from tests.public.test_answer_changes import fields_of

QUESTIONS = [
    written("sector", "choice", label="Which sector?", options=options("Public", "Private"), required=True),
    written("why", label="Why you?", required=True),
    written("fee", label="Who pays?", show_if=only_if("sector", "private"), required=True),
    written("cv", "file", label="Your CV"),
    written("photos", "consent", label="Photos"),
    written("diet", label="Diet", stage="after_seat"),
]


@pytest.fixture
def form(app):
    """The form of an open cohort."""
    with app.app_context():
        an_institution()
        return a_form(a_cohort(), QUESTIONS)


@pytest.fixture
def ana(app, form):
    """The id of somebody who answered, and whose registration is to become Béa's."""
    with app.app_context():
        cv = an_upload(1, asked_in(form, "cv").id, name="ana.pdf", form_key="form")
        said_before = {"sector": "public", "why": "Ana wants to", "cv": cv, "photos": "y"}
        made = answered(1, said_before, key="form", name="Ana Roy")
        transfers.propose(made.id, by=COMMAND_LINE, name="Béa Roy", email="bea@example.ca", language="en")
        return made.id


@pytest.fixture
def address(app, client, ana):
    """The page of the invitation."""
    with app.app_context():
        found = transfers.open_for(read(ana))
        assert found is not None
        link = links.invitation(found).removeprefix("http://localhost")
    return own(client, link)


def send(client, address, form, carried=None, **answers):
    named = {asked_in(form, key).name: value for key, value in answers.items()}
    fields = carried or fields_of(client.get(address).text)
    return client.post(address, data={**fields, "privacy": "y", **named})


def cells(app, registration_id):
    with app.app_context():
        return {each.key: each.cell("en") for each in said.of(registration_id)}


def test_the_invitation_asks_the_questions_and_shows_none_of_the_former_answers(client, address):
    page = client.get(address).text
    assert "Which sector?" in page and "Your CV" in page and "Diet" not in page
    assert "Ana wants to" not in page and "ana.pdf" not in page and "checked" not in page.partition("Which sector?")[2]


def test_what_is_answered_becomes_theirs_and_the_former_answers_are_gone(app, client, form, ana, address):
    sent = send(client, address, form, sector="public", why="Béa too", cv=(io.BytesIO(PDF), "bea.pdf"))
    assert sent.status_code == 302
    assert cells(app, ana) == {"sector": "Public", "why": "Béa too", "cv": "bea.pdf"}
    page = client.get(sent.location).text
    assert "Béa too" in page and "ana.pdf" not in page
    with app.app_context():
        kept = {upload.name: upload.registration_id for upload in db.session.scalars(select(Upload))}
        agreements = list(db.session.scalars(select(Agreement.withdrawn_at)))
    assert kept == {"ana.pdf": None, "bea.pdf": ana}
    assert all(agreements)


def test_what_is_wrong_is_said_and_the_file_is_kept(app, client, form, ana, address):
    page = send(client, address, form, sector="public", cv=(io.BytesIO(PDF), "bea.pdf"))
    assert page.status_code == 422 and "bea.pdf" in page.text
    assert cells(app, ana)["why"] == "Ana wants to"
    assert send(client, address, form, fields_of(page.text), why="Béa too").status_code == 302
    assert cells(app, ana)["cv"] == "bea.pdf"


def test_what_an_answer_leads_to_is_asked_before_anything_is_taken_over(app, client, form, ana, address):
    page = send(client, address, form, sector="private", why="Béa too")
    assert page.status_code == 422 and "Who pays?" in page.text
    assert cells(app, ana)["why"] == "Ana wants to"
    assert send(client, address, form, fields_of(page.text), fee="My employer").status_code == 302
    assert cells(app, ana)["fee"] == "My employer"


def test_agreeing_twice_stores_the_answers_once(app, client, form, ana, address):
    carried = fields_of(client.get(address).text)
    sent = [send(client, address, form, carried, sector="public", why="Béa too") for _ in range(2)]
    assert [each.status_code for each in sent] == [302, 302]
    assert cells(app, ana) == {"sector": "Public", "why": "Béa too"}


def test_where_no_organization_is_asked_for_the_invitation_does_not(app, client, address):
    assert 'name="organization"' in client.get(address).text
    with app.app_context():
        a_form(1, QUESTIONS, organization="off")
    assert 'name="organization"' not in client.get(address).text
