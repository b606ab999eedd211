"""Messages before they are sent: about a real person, with nobody's key in them, and to oneself."""

import re
from email import message_from_bytes, policy
from typing import NamedTuple

import pytest
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.mail import parts
from cohorts.mail.models import Message
from cohorts.messages import kinds
from cohorts.messages.models import MessageTemplate
from cohorts.organizer.template_samples import TESTS_AN_HOUR
from cohorts.registrations import links
from tests.factories.forms import a_form, written
from tests.factories.programs import a_program
from tests.factories.registrations import a_registration
from tests.organizer.desk import ADDRESS
from tests.organizer.test_templates import COHORT, PROGRAM

KEY = re.compile(r"registrations/link/([\w.~-]+)")


@pytest.fixture
def person(app, cohort):
    """Somebody of the cohort; the link that only they have."""
    with app.app_context():
        return links.manage(a_registration(cohort, name="Amélie <b> Tremblay", email="amelie@example.ca"))


class Mine(NamedTuple):
    """A message that went to the organizer who previewed it."""

    language: str
    title: str
    subject_type: str
    parts: str


def to_me(app):
    with app.app_context():
        query = select(Message).where(Message.address == ADDRESS, Message.kind != "sign_in_link").order_by(Message.id)
        return [
            Mine(row.language, row.title, row.subject_type, parts_of(row.body)) for row in db.session.scalars(query)
        ]


def parts_of(body):
    whole = message_from_bytes(body, policy=policy.default)
    return "".join(whole.get_body((part,)).get_content() for part in ("plain", "html"))


@pytest.mark.parametrize("place", [COHORT, PROGRAM])
def test_what_is_typed_is_shown_about_a_real_person_and_nothing_is_saved(app, desk, person, place):
    page = f"{place}/received"
    typed = {"subject_en": "Hello {name}", "body_en": "Go [there]({manage_link}).", "body_fr": "Bonjour {name}."}
    response = preview(desk, page, **typed)
    assert response.status_code == 200
    assert "Hello Amélie &lt;b&gt; Tremblay" in response.text and "Bonjour Amélie" in response.text
    assert "registrations/link/sample" in response.text
    with app.app_context():
        assert not list(db.session.scalars(select(MessageTemplate)))


def preview(desk, page, **values):
    """Press “Preview” on the page of a message, or a button of the preview."""
    return desk.client.post(f"{page}/preview", data={**desk.fields(page, page), **values})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobodys_key_is_in_any_message_that_is_previewed(desk, person, language):
    for kind in kinds.KINDS:
        page = f"{COHORT}/{kind}"
        for response in (desk.get(f"{page}/preview"), preview(desk, page, html=language)):
            assert response.status_code == 200
            assert set(KEY.findall(response.text)) <= {"sample"}, kind
            assert person.rpartition("/")[2] not in response.text


def test_nobodys_key_is_in_any_message_that_one_sends_to_oneself(app, desk, person):
    asking = [kind.key for kind in kinds.KINDS.values() if kind.needs]
    for kind in asking:
        preview(desk, f"{COHORT}/{kind}", send="yes")
    messages = to_me(app)
    assert len(messages) == 2 * len(asking)
    assert all(set(KEY.findall(message.parts)) == {"sample"} for message in messages)


def test_one_sends_oneself_only_so_many(desk, person):
    page = f"{COHORT}/received"
    answers = [preview(desk, page, send="yes").status_code for _ in range(TESTS_AN_HOUR + 1)]
    assert answers == [200] * TESTS_AN_HOUR + [429]


def test_the_dead_link_opens_nothing(app, desk, stranger, person):
    for language in ("en", "fr"):
        response = stranger.get(f"/{language}/registrations/link/sample")
        assert response.status_code == 404
        assert "Amélie" not in response.text


def test_the_html_of_a_preview_can_do_nothing(desk, person):
    response = preview(desk, f"{COHORT}/received", html="fr")
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert response.text.lstrip().startswith("<!")


def test_somebody_else_is_picked_or_searched_for_or_made_up(app, desk, cohort, person):
    with app.app_context():
        other = a_registration(cohort, name="Zoé Martin").reference
    page = f"{COHORT}/received"
    typed = {"subject_en": "Hello {name}"}
    assert "Hello Zoé Martin" in preview(desk, page, about=other, **typed).text
    assert "Hello Amélie" in preview(desk, page, search="amelie", **typed).text
    assert "Hello Ana Roy" in preview(desk, page, about="nobody", **typed).text
    nobody = preview(desk, page, search="no such person", **typed).text
    assert "Nobody matches." in nobody and "Hello Ana Roy" in nobody


def test_a_program_without_a_cohort_previews_with_somebody_who_is_made_up(app, desk):
    with app.app_context():
        a_program(slug="empty")
    page = "/organizer/programs/empty/templates/offer_made"
    assert "Ana Roy" in desk.text(f"{page}/preview")
    assert preview(desk, page, html="en").status_code == 200


def test_what_cannot_be_sent_leads_back_to_its_field(desk, person):
    response = preview(desk, f"{COHORT}/received", subject_en="{nothing_like_it}")
    assert response.status_code == 422
    assert 'href="#subject_en"' in response.text


def test_it_goes_to_the_organizers_own_address_marked_as_a_test_once(app, desk, person):
    page = f"{COHORT}/received"
    fields = {**desk.fields(page, page), "send": "yes", "subject_en": "Hello {name}"}
    for _ in range(2):
        assert "marked as a test" in desk.client.post(f"{page}/preview", data=fields).text
    messages = to_me(app)
    assert [message.language for message in messages] == ["en", "fr"]
    assert messages[0].title == "[Test] Hello Amélie <b> Tremblay"
    assert {message.subject_type for message in messages} == {"user"}


def test_a_preview_names_the_file_that_goes_along_and_the_test_carries_it(app, desk, person):
    page = f"{COHORT}/seat_confirmed"
    assert ".ics" in preview(desk, page).text
    assert ".ics" not in preview(desk, f"{COHORT}/received").text
    preview(desk, page, send="yes")
    with app.app_context():
        mine = select(Message).where(Message.kind == "seat_confirmed", Message.address == ADDRESS)
        assert [len(parts.of(row.body).attachments) for row in db.session.scalars(mine)] == [1, 1]


def test_one_keeps_writing_with_all_that_was_typed(desk, person):
    page = f"{COHORT}/received"
    fields = {**desk.fields(page, page), "subject_en": "Half written", "keep_writing": "yes"}
    response = desk.client.post(page, data=fields)
    assert response.status_code == 200 and 'value="Half written"' in response.text


def test_answers_that_are_left_out_for_an_unproved_address_are_named(app, desk, cohort):
    with app.app_context():
        a_form(cohort, [written("team", "short_text")])
        a_registration(cohort)
    response = preview(desk, f"{COHORT}/received", body_en="Hello.\n\nOf {answer_team}.\n\n{manage_link}")
    assert "is not confirmed: {answer_team}" in response.text
    assert "is not confirmed" not in preview(desk, f"{COHORT}/received", body_en="Hello {name}.").text
