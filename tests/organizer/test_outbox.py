"""The outbox: what became of each message, and how it looks."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from cohorts import create_app
from cohorts.activity.actors import applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import servers
from cohorts.mail.models import Message
from cohorts.registrations import registrations, withdrawals
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration
from tests.organizer.desk import signed_in


@pytest.fixture
def message(app, desk) -> int:
    """The confirmation of somebody's seat; its id."""
    with app.app_context():
        a_registration(a_cohort(program_id=a_program(slug="ai")), name="Amélie Tremblay", email="amelie@example.ca")
        return db.session.scalars(select(Message.id).where(Message.address == "amelie@example.ca")).one()


def become(app, message, state, answer=None):
    with app.app_context():
        db.session.execute(update(Message).where(Message.id == message).values(state=state, answer=answer))
        db.session.commit()


def state_of(app, message):
    with app.app_context():
        return db.session.get_one(Message, message).state


def test_without_a_mail_server_messages_wait_and_the_pages_say_so(desk, message):
    assert "No mail server is set" in desk.text("/organizer/outbox")
    assert "No mail server is set: 1 message waits" in desk.text("/organizer/")


def test_with_a_mail_server_nothing_is_said_about_it(app, desk, message, settings):
    other = create_app(replace(settings, mail_server="127.0.0.1"))
    with_server = signed_in(other)
    texts = [with_server.text(f"/organizer/{page}") for page in ("outbox", "")]
    with other.app_context():
        db.engine.dispose()
    assert not any("No mail server" in text for text in texts)


def test_a_message_is_shown_as_text_and_as_html_with_its_key_masked(desk, message):
    for path in (f"/organizer/outbox/{message}", f"/organizer/outbox/{message}/html"):
        text = desk.text(path)
        assert "Amélie Tremblay" in text
        assert "/en/registrations/link/…" in text


def test_the_html_of_a_message_can_do_nothing(desk, message):
    response = desk.get(f"/organizer/outbox/{message}/html")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_failed_message_is_next_on_the_overview_and_is_tried_again(app, desk, message):
    become(app, message, "failed", "550 no such mailbox")
    assert "1 message could not be sent" in desk.text("/organizer/")
    assert "550 no such mailbox" in desk.text("/organizer/outbox?state=failed")
    page = f"/organizer/outbox/{message}"
    desk.press(page, f"{page}/retry")
    assert state_of(app, message) == "queued"
    assert "was sent again" in desk.text("/organizer/activity")


def test_a_message_that_was_held_back_is_let_go(app, desk, message):
    become(app, message, "held")
    page = f"/organizer/outbox/{message}"
    desk.press(page, f"{page}/retry")
    assert state_of(app, message) == "queued"


def test_a_message_that_is_through_is_not_sent_again(app, desk, message):
    fields = desk.fields("/organizer/sign-ins", "/organizer/sign-out")
    become(app, message, "accepted")
    desk.client.post(f"/organizer/outbox/{message}/retry", data=fields)
    assert state_of(app, message) == "accepted"
    assert "Try again" not in desk.text(f"/organizer/outbox/{message}")


def test_the_states_are_filters_with_counts(app, desk, message):
    become(app, message, "failed")
    text = desk.text("/organizer/outbox?state=failed")
    assert 'Not sent <span class="count">1</span>' in text
    assert "amelie@example.ca" in text
    assert "amelie@example.ca" not in desk.text("/organizer/outbox?state=accepted")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("offer_made", "The offer ended before this message could be sent."),
        ("offer_reminder", "The offer ended before this message could be sent."),
        ("verify_address", "The time to confirm the address ended before this message could be sent."),
        ("seat_confirmed", "The cohort was over before this message could be sent."),
    ],
)
def test_a_message_that_was_too_late_says_why_wherever_it_is_shown(app, desk, message, kind, sentence):
    become(app, message, "dropped")
    with app.app_context():
        db.session.execute(update(Message).where(Message.id == message).values(kind=kind))
        db.session.commit()
        reference = db.session.scalars(select(Registration.reference)).one()
    for path in ("outbox", f"outbox/{message}", f"registrations/{reference}"):
        text = desk.text(f"/organizer/{path}")
        assert "Dropped" in text and sentence in text


def test_a_message_is_sent_again_once_however_often_one_presses(app, desk, message):
    become(app, message, "accepted", "250 ok")
    page = f"/organizer/outbox/{message}"
    assert "Send again" in desk.text(page)
    desk.press(page, f"{page}/copy")
    with app.app_context():
        found = list(
            db.session.scalars(select(Message).where(Message.address == "amelie@example.ca").order_by(Message.id))
        )
    assert [each.state for each in found] == ["accepted", "queued"]
    assert "was sent to" in desk.text("/organizer/activity")


def test_what_is_not_true_any_more_has_no_button_to_send_it_again(app, desk, message):
    with app.app_context():
        person = db.session.scalars(select(Registration)).one()
        withdrawals.withdraw(person.id, by=applicant(person.id))
    become(app, message, "accepted")
    assert "Send again" not in desk.text(f"/organizer/outbox/{message}")


def test_once_the_server_has_it_only_the_words_are_kept_and_shown(app, desk, message):
    with app.app_context():
        db.session.execute(update(Message).where(Message.id == message).values(state="accepted", body=None))
        db.session.commit()
    assert "only its words are kept" in desk.text(f"/organizer/outbox/{message}")
    assert desk.get(f"/organizer/outbox/{message}/html").status_code == 404


def test_a_message_whose_files_are_not_kept_any_more_does_not_say_that_it_had_none(app, desk, message):
    assert "<dt>Attached</dt>" in desk.text(f"/organizer/outbox/{message}")
    with app.app_context():
        db.session.execute(update(Message).where(Message.id == message).values(state="accepted", body=None))
        db.session.commit()
    text = desk.text(f"/organizer/outbox/{message}")
    assert "<dt>Attached</dt>" not in text
    assert "nor what was attached" in text


def test_an_old_failed_message_says_that_only_sending_it_again_makes_it_new(app, desk, message):
    path = f"/organizer/outbox/{message}"
    become(app, message, "failed", "550 no such mailbox")
    assert "“Send again” writes the message anew" in desk.text(path)
    response = desk.press(path, f"{path}/copy")
    said = desk.text(response.location)
    assert "It is written anew, with the dates, place and link of today, and goes to amelie@example.ca." in said
    become(app, message, "accepted", "250 ok")
    assert "writes the message anew" not in desk.text(path)


def test_what_keeps_us_from_the_server_is_a_sentence_before_it_is_a_number(app, desk, message):
    said, technical = "The mail server cannot be reached (connection refused).", "[Errno 111] Connection refused"
    become(app, message, "queued", technical)
    with app.app_context():
        servers.is_away(technical, probed=False)
        reference = db.session.scalars(select(Registration.reference)).one()
    for path in ("", "outbox", f"outbox/{message}", f"registrations/{reference}"):
        text = desk.text(f"/organizer/{path}")
        assert said in text
        assert text.index(said) < text.index(technical)


def test_a_language_is_called_as_the_desk_speaks(app, desk, message):
    with app.app_context():
        person = db.session.scalars(select(Registration)).one()
        registrations.edit(person.id, by=applicant(person.id), name=person.name, organization="", language="fr")
        page = f"/organizer/registrations/{person.reference}"
    texts = [desk.text(page), desk.text("/organizer/activity")]
    assert all("Language: French instead of English" in text for text in texts)
    assert "<dd>French</dd>" in texts[0]
    assert "<dd>English</dd>" in desk.text(f"/organizer/outbox/{message}")


def test_a_registration_shows_its_messages_with_times_and_what_the_server_said(app, desk, message):
    with app.app_context():
        values = {"state": "accepted", "answer": "250 kept as 4711", "accepted_at": clock.now()}
        db.session.execute(update(Message).where(Message.id == message).values(values))
        db.session.commit()
        reference = db.session.scalars(select(Registration.reference)).one()
    text = desk.text(f"/organizer/registrations/{reference}")
    assert "The mail server: 250 kept as 4711" in text
    assert "accepted" in text


def test_a_server_that_refuses_us_is_said_on_every_page_until_somebody_lets_messages_go(app, desk):
    with app.app_context():
        servers.refuses("535 wrong password")
    assert all("refuses us" in desk.text(f"/organizer/{page}") for page in ("", "outbox", "programs"))
    desk.press("/organizer/outbox", "/organizer/mail-server/release")
    assert "refuses us" not in desk.text("/organizer/")
    assert "Messages were let go" in desk.text("/organizer/activity")
