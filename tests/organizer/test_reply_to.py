"""Whom answers to a cohort's messages reach: one address, or a clear sentence."""

from email import message_from_bytes, policy

import pytest

from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs import queries
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration
from tests.organizer.test_cohorts import NEW


@pytest.fixture
def program(app, desk):
    """The address of the form for a new cohort of a published program."""
    with app.app_context():
        a_program(slug="ai")
    return "/organizer/programs/ai/cohorts/new"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ana@example.ca\r\nBcc: eve@evil.example", "Enter one address only"),
        ("ana@example.ca\nBcc: eve@evil.example", "Enter one address only"),
        ("ana@example.ca, bo@example.ca", "Enter one address only"),
        ("ana@example.ca;bo@example.ca", "Enter one address only"),
        ("Ana Roy <ana@example.ca>", "Enter only the address, without a name around it"),
        ('"ana@example.ca" <eve@evil.example>', "Enter only the address, without a name around it"),
        ("eve@evil.example (ana@example.ca)", "Enter one address only"),
        ("ana@example.ca\x00", "cannot be read"),
        ("ana", "Enter an email address with an @"),
        ("a" * 250 + "@example.ca", "254 characters"),
        ("https://example.ca", "Enter an email address with an @"),
        ("ana@localhost", "Check the part after the @"),
    ],
)
def test_whatever_is_not_one_address_is_refused_beside_the_field(app, desk, program, typed, sentence):
    response = desk.send(program, **NEW, reply_to=typed)
    assert response.status_code == 422
    assert '<a href="#reply_to">' in response.text
    assert 'id="reply_to-error"' in response.text
    assert sentence in response.text
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


def test_what_organizers_write_is_kept_shown_and_told(app, desk, program):
    page = desk.send(program, **NEW, reply_to="Helen@Boreal.example").location
    with app.app_context():
        cohort = queries.cohort_with_seats("ai", "ottawa-2030")[0]
        assert (cohort.reply_to, cohort.contact) == ("Helen@boreal.example", "program@boreal.example")
    edit = f"{page}/edit"
    assert 'value="Helen@boreal.example"' in desk.client.get(edit).text
    desk.send(edit, reply_to="")
    with app.app_context():
        assert queries.cohort_with_seats("ai", "ottawa-2030")[0].reply_to == ""
    assert "Whom answers reach" in desk.client.get("/organizer/activity").text


@pytest.mark.parametrize(
    ("said", "expected"), [("helen@boreal.example", "helen@boreal.example"), ("", "program@boreal.example")]
)
def test_who_answers_a_mail_reaches_it_else_the_contact(context, said, expected):
    an_institution()
    a_registration(a_cohort(program_id=a_program(), reply_to=said))
    sent = message_from_bytes(db.session.query(Message).one().body, policy=policy.default)
    assert sent.get_all("Reply-To") == [expected]
