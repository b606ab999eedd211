"""Organizers write to many: drafted, looked over, sent once, followed, stopped, copied."""

import pytest
from sqlalchemy import update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import schedules, sending
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.questions import queries
from tests.factories.answers import answered
from tests.factories.broadcasts import a_draft, row, sent
from tests.factories.forms import a_form, asked_in, written
from tests.factories.questions import options
from tests.factories.registrations import a_registration
from tests.organizer.desk import ADDRESS

PAGE = "/organizer/programs/policy/ottawa/messages"
WORDS = {"subject-en": "Bring a laptop", "body-en": "Hi {name}."}


@pytest.fixture
def seated(app, cohort):
    """Somebody with a seat; their address."""
    with app.app_context():
        return a_registration(cohort).email


def test_a_message_is_drafted_looked_over_and_sent_once(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    assert "1 now" in desk.text(review) and "Send to 1 person" in desk.text(review)
    sent = desk.fields(review)
    for _ in range(2):
        desk.client.post(review, data=sent)
    with app.app_context():
        while sending.begin_due() or sending.write_some():
            pass
        assert [each.address for each in db.session.query(Message).filter_by(kind="broadcast")] == [seated]
    page = review.removesuffix("/review")
    assert "Stop the rest" in desk.text(page)
    assert "Stop this message?" in desk.text(f"{page}/stop")
    desk.send(f"{page}/stop")
    desk.press(page, f"{page}/copy")
    assert "Stopped" in desk.text(PAGE) and "Draft" in desk.text(PAGE)


def test_words_and_times_that_cannot_be_are_said_and_nothing_is_sent(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **{**WORDS, "body-en": "Hi {nane}."}).location
    assert desk.send(review).status_code == 422
    other = desk.send(f"{PAGE}/new", **WORDS).location
    assert "Enter the date too" in desk.send(other, when="later").text
    assert "This time is over." in desk.send(other, when="later", day="2020-01-01", hour="9:00").text
    with app.app_context():
        assert [row(number).status for number in (1, 2)] == ["draft", "draft"]


def test_the_sample_is_a_real_recipients_without_their_key(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **{**WORDS, "body-en": "Hi {name}: {manage_link}"}).location
    page = desk.text(review)
    assert "Hi Ana Roy" in page and "/link/sample" in page


def test_those_picked_in_the_list_get_it(app, desk, cohort):
    with app.app_context():
        bo = [a_registration(cohort) for _ in range(2)][1]
    review = desk.send(f"{PAGE}/new?registration={bo.id}:{bo.revision}", **WORDS).location
    assert "1 person picked by hand" in desk.text(review)
    assert desk.get(f"{PAGE}/new").status_code == 200
    form = desk.fields(f"{PAGE}/new")
    assert desk.client.post(f"{PAGE}/new?registration=98765:0", data={**form, **WORDS}).status_code == 404


def test_those_who_made_a_choice_get_it(app, desk, cohort):
    with app.app_context():
        a_form(cohort, [written("meal", "choice", options=options("Fish", "Plants"))])
        for meal in ("fish", "plants"):
            answered(cohort, {"meal": meal})
        meal = asked_in(queries.of_cohort(cohort), "meal")
    assert "2 now" in desk.text(desk.send(f"{PAGE}/new", **WORDS).location)
    review = desk.text(desk.send(f"{PAGE}/new", **WORDS, answer=f"{meal.id}:fish").location)
    assert "1 now" in review and "they answered “Fish”" in review
    assert desk.send(f"{PAGE}/new", **WORDS, answer="987:fish").status_code == 422


def test_a_draft_is_deleted_and_what_went_out_is_not(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    draft = review.removesuffix("/review")
    assert "Delete the draft" in desk.text(draft)
    desk.press(draft, f"{draft}/deletion")
    assert desk.get(draft).status_code == 404
    sent = desk.send(f"{PAGE}/new", **WORDS).location
    desk.send(sent)
    page = sent.removesuffix("/review")
    assert "Delete the draft" not in desk.text(page)
    desk.client.post(f"{page}/deletion", data=desk.fields(page, f"{page}/copy"))
    assert desk.get(page).status_code == 200


def test_what_is_coming_what_is_not_finished_and_what_went_stand_on_one_page(app, desk, cohort, seated):
    desk.send(f"{PAGE}/new", **WORDS)
    later = desk.send(f"{PAGE}/new", **{**WORDS, "subject-en": "See you soon"}).location
    desk.send(later, when="later", day="2099-01-01", hour="9:00")
    with app.app_context():
        schedules.add(cohort, kind="reminder", amount=1, unit="hours", by=COMMAND_LINE)
        sent(a_draft(cohort, subject={"en": "Where to park", "fr": "Le stationnement"}))
    page = desk.text(PAGE)
    places = [page.index(words) for words in (
        ">Coming<", "Where to park", "See you soon", ">Drafts<", "Bring a laptop",
    )]  # fmt: skip
    assert places == sorted(places) and "Reminder, 1 hour before" in page and "0 of 1" in page


def test_it_is_tried_on_oneself_and_seen_as_a_mail_program_shows_it(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    shown = desk.send(review, html="en")
    assert "sandbox" in shown.headers["Content-Security-Policy"] and "Hi Ana Roy" in shown.text
    assert "goes to your own address" in desk.send(review, **{"try": "yes"}).text
    with app.app_context():
        tried = db.session.query(Message).filter_by(kind="broadcast").one()
        assert (tried.address, tried.title) == (ADDRESS, "[Test] Bring a laptop")
        assert row(1).status == "draft"


def test_two_who_write_on_one_draft_see_each_others_words(desk, seated):
    draft = desk.send(f"{PAGE}/new", **WORDS).location.removesuffix("/review")
    mine = desk.fields(draft)
    desk.send(draft, **{"subject-en": "Bring a pencil"})
    refused = desk.client.post(draft, data={**mine, "subject-en": "Bring a charger"})
    assert refused.status_code == 409
    assert "Bring a pencil" in refused.text and 'value="Bring a charger"' in refused.text


def test_who_presses_send_second_is_led_to_the_message_that_goes_out(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    mine, theirs = desk.fields(review), desk.fields(review)
    desk.client.post(review, data=theirs)
    answer = desk.client.post(review, data=mine)
    assert (answer.status_code, answer.location) == (302, review.removesuffix("/review"))
    page = desk.text(answer.location)
    assert "scheduled or sent already" in page and "It goes out in a moment." in page
    with app.app_context():
        assert row(1).status == "scheduled"


def test_what_waits_for_its_time_is_called_off_after_one_question(app, desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    page = review.removesuffix("/review")
    assert desk.send(review, when="later", day="2099-01-01", hour="9:00").status_code == 302
    assert "It goes out on Thursday" in desk.text(page)
    assert "Call this message off?" in desk.text(f"{page}/stop")
    desk.send(f"{page}/stop")
    with app.app_context():
        assert row(1).status == "cancelled"
    assert "nobody got it" in desk.text(page) and desk.get(f"{page}/stop").location == page


def test_the_first_of_a_month_is_raised_in_french_where_a_message_waits_for_its_time(desk, seated):
    review = desk.send(f"{PAGE}/new", **WORDS).location
    desk.send(review, switch_language="fr")
    page = desk.send(review, when="later", day="2099-12-01", hour="9:00").location
    text = desk.text(page)
    assert text.count("1<sup>er</sup>\u00a0décembre") >= 2 and "&lt;sup" not in text


def test_who_reads_a_language_that_has_no_words_gets_the_other_one(app, desk, cohort, seated):
    with app.app_context():
        a_registration(cohort, language="fr")
    review = desk.text(desk.send(f"{PAGE}/new", **WORDS).location)
    assert "English, for 2 people" in review and "1 of them asked for another language" in review


def test_all_that_is_wrong_with_the_words_is_said_by_language(desk, seated):
    wrong = {"body-en": "Hi {nane}.", "subject-fr": "Bonjour", "body-fr": "Bonjour {nom}."}
    review = desk.text(desk.send(f"{PAGE}/new", **{**WORDS, **wrong}).location)
    assert "English, Line 1: " in review and "French, Line 1: " in review and "Send to" not in review


def test_who_is_tried_again_does_not_hold_a_message_up(app, desk, cohort, seated):
    app.config["MAIL_SERVER"] = "mail.example.org"
    with app.app_context():
        sent(a_draft(cohort))
        db.session.execute(update(Message).values(attempts=1))
        db.session.commit()
    page = desk.text(PAGE)
    assert ">Sent<" in page and ">Coming<" not in page
    assert "1 is tried again" in desk.text(f"{PAGE}/1") and "Stop the rest" in desk.text(f"{PAGE}/1")


def test_all_that_match_are_their_state_or_those_who_were_found(app, desk, cohort, seated):
    with app.app_context():
        a_registration(cohort, name="Bo Tremblay")
    assert "confirmed (2)" in desk.text(f"{PAGE}/new?all=yes&state=confirmed")
    assert "To 1 person whom you picked" in desk.text(f"{PAGE}/new?all=yes&state=confirmed&search=tremblay")
