"""A copy of one's answers by mail."""

import pytest
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from tests.factories.answers import answered
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, an_institution
from tests.organizer.desk import Forms
from tests.public.opening import own, path

QUESTIONS = [
    written("why", "long_text", label="Why you?"),
    written("health", label="Your health", is_sensitive=True),
    written("cv", "file", label="Your CV"),
]
WHY = "To learn.\n[Click](https://evil.example) <b>and</b> *teach* {manage_link}"


@pytest.fixture
def address(app, client):
    """The own page of somebody who answered, open in this browser."""
    with app.app_context():
        an_institution()
        cohort_id = a_cohort()
        form = a_form(cohort_id, QUESTIONS)
        cv = an_upload(cohort_id, asked_in(form, "cv").id, name="cv.pdf", form_key="form")
        found = answered(cohort_id, {"why": WHY, "health": "Private", "cv": cv}, key="form", email="ana@example.ca")
        link = path(found)
    return own(client, link)


def press(client, address):
    fields = next(f for goes_to, f in Forms(client.get(address).text).found if goes_to.endswith("/answers/copy"))
    return client.post(f"{address}/answers/copy", data=fields, follow_redirects=True)


def letters(app):
    with app.app_context():
        found = db.session.scalars(select(Message).where(Message.kind == "answers_copy")).all()
        return [(message.address, mails.shown(message)) for message in found]


def test_it_goes_to_the_address_of_the_registration_and_holds_the_answers_as_they_read(app, client, address):
    assert "A copy of your answers is on its way" in press(client, address).text
    [(to, letter)] = letters(app)
    assert to == "ana@example.ca"
    assert "Why you?\nTo learn." in letter.text


def test_what_was_written_never_becomes_markup(app, client, address):
    press(client, address)
    [(_to, letter)] = letters(app)
    assert "[Click](https://evil.example) <b>and</b> *teach* {manage_link}" in letter.text
    assert "<b>" not in letter.html and "evil.example&quot;" not in letter.html
    assert 'href="https://evil' not in letter.html and "<em>teach" not in letter.html


def test_what_is_sensitive_and_files_are_not_in_it(app, client, address):
    press(client, address)
    [(_to, letter)] = letters(app)
    assert "Private" not in letter.text + letter.html and "cv.pdf" not in letter.text


def test_it_is_sent_a_few_times_a_day_and_no_more_than_once_a_minute(app, client, address):
    pages = [press(client, address).text for _ in range(6)]
    assert "Too many tries." in pages[-1] and "Too many tries." not in pages[-2]
    assert len(letters(app)) <= 2


def test_without_the_key_or_the_pages_token_nothing_is_sent(app, client, address):
    assert app.test_client().post(f"{address}/answers/copy").status_code == 404
    client.post(f"{address}/answers/copy")
    assert letters(app) == []
