"""Whoever saves another date or place is asked whether to tell the people; then each is told once."""

from email import message_from_bytes, policy
from threading import Event
from urllib.parse import urlsplit

import icalendar
import pytest
from sqlalchemy import select

from cohorts import worker
from cohorts.broadcasts.models import Notice
from cohorts.core.database import db
from cohorts.extensions import mail
from cohorts.programs import queries
from cohorts.registrations import links
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration

DESK = "/organizer/programs/ai/ottawa"
EDIT = f"{DESK}/edit"
HALL = {"venue_name-en": "City Hall"}


@pytest.fixture
def ottawa(app, desk):
    """A cohort of two seats with three people; its id."""
    with app.app_context():
        made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
        for _ in range(3):
            a_registration(made)
        return made


def venue(app):
    with app.app_context():
        return queries.cohort_with_seats("ai", "ottawa")[0].venue_name


def waiting(app):
    with app.app_context():
        return list(db.session.scalars(select(Notice.status)))


def test_saving_another_place_asks_first_and_loses_nothing(app, desk, ottawa):
    response = desk.send(EDIT, **HALL, **{"summary-en": "Half written"})
    assert response.status_code == 200
    assert "Tell 3 people?" in response.text and "Half written" in response.text
    assert venue(app) == {"en": "Bayview Yards"}


@pytest.mark.parametrize(("answer", "notices"), [("yes", ["open"]), ("no", [])])
def test_either_answer_saves(app, desk, ottawa, answer, notices):
    assert desk.send(EDIT, **HALL, tell=answer).location == DESK
    assert (venue(app), waiting(app)) == ({"en": "City Hall"}, notices)


def test_nobody_is_asked_about_other_words_or_where_nobody_is_registered(app, desk, ottawa):
    assert desk.send(EDIT, **{"summary-en": "Other words"}).location == DESK
    with app.app_context():
        a_cohort(program_id=queries.program("ai").id, slug="empty")
    assert desk.send("/organizer/programs/ai/empty/edit", **HALL).status_code == 302
    assert waiting(app) == []


def test_the_desk_shows_what_waits_and_it_is_dropped(app, desk, ottawa):
    desk.send(EDIT, **HALL, tell="yes")
    text = desk.text(DESK)
    assert "it goes to 3 people." in text and "René Cardinal asked for it." in text
    assert "New place: City Hall, 7 Bayview Station Road, Ottawa, instead of Bayview Yards" in text
    assert desk.press(DESK, f"{DESK}/notice/drop").location == DESK
    assert "A message about changes waits" not in desk.text(DESK)
    assert waiting(app) == ["dropped"]


def calendars(smtp, kind):
    found = {}
    for sent in smtp.handler.mails:
        parsed = message_from_bytes(sent.content, policy=policy.default)
        if kind in parsed["Subject"]:
            files = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
            found.setdefault(sent.recipients[0], []).append(files and files[0].get_content())
    return found


def test_a_change_of_venue_reaches_each_confirmed_person_once_with_the_new_place_in_the_calendar(
    app, desk, ottawa, smtp
):
    app.config.update(MAIL_SERVER="localhost", MAIL_PORT=smtp.port, MAIL_USE_TLS=False)
    mail.init_app(app)
    worker.Worker(app, Event()).round()
    before = calendars(smtp, "")
    desk.send(EDIT, **HALL, tell="yes")
    desk.send(EDIT, **{"venue_name-en": "Town Hall"}, tell="yes")
    desk.press(DESK, f"{DESK}/notice/now")
    for _round in range(3):
        worker.Worker(app, Event()).round()
    told = calendars(smtp, "Changed")
    assert len(told) == 3 and {len(files) for files in told.values()} == {1}
    with_seat = {address: files[0] for address, files in told.items() if files[0]}
    assert len(with_seat) == 2
    for address, file in with_seat.items():
        old = {e["UID"]: e for e in icalendar.Calendar.from_ical(before[address][0]).walk("VEVENT")}
        new = {e["UID"]: e for e in icalendar.Calendar.from_ical(file).walk("VEVENT")}
        assert set(old) == set(new) and len(new) == 2
        for uid, event in new.items():
            assert "Town Hall" in event["LOCATION"] and "Bayview Yards" in old[uid]["LOCATION"]
            assert event["SEQUENCE"] > old[uid]["SEQUENCE"]
    assert places(app, ottawa) == [["Town Hall"] * 2] * 2


def places(app, cohort):
    """Where the sessions are in the subscribed calendars of those who have a seat."""
    with app.app_context():
        wanted = Registration.cohort_id == cohort, Registration.state == "confirmed"
        people = db.session.scalars(select(Registration).where(*wanted)).all()
        feeds = [urlsplit(links.feed("en", links.calendar(each, by_mail=False))).path for each in people]
    read = [icalendar.Calendar.from_ical(app.test_client().get(feed).data).walk("VEVENT") for feed in feeds]
    return [[event["LOCATION"].split(",")[0].strip() for event in events] for events in read]


def test_where_a_message_waits_the_question_says_that_it_tells_of_this_too(app, desk, ottawa):
    desk.send(EDIT, **HALL, tell="yes")
    asked = desk.send(EDIT, **{"venue_name-en": "Town Hall"}).text
    assert "it goes to 3 people, five minutes after you save" in asked and "don’t tell them" not in asked
