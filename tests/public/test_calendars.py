"""The calendar that an applicant's own calendar subscribes to, at the address of its token."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import tokens
from cohorts.core.catalogue import translations
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations import (
    addresses,
    calendars,
    cancellations,
    cohorts,
    links,
    registrations,
    reinstatements,
    relocations,
    withdrawals,
)
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, an_institution, details
from tests.factories.registrations import a_registration, read
from tests.mail import parsers
from tests.registrations.sessions import said_again

ONLINE = {"venue_name": {}, "venue_street": {}, "venue_city": {}, "venue_link": "https://meet.example.org/room"}


@pytest.fixture
def site(app, client):
    """An application with an institution."""
    with app.app_context():
        an_institution()
    return client


@pytest.fixture
def ana(app, site):
    """The id of somebody with a seat, and the paths of her calendar and of the page about it."""
    with app.app_context():
        return subscribed(a_registration(a_cohort()))


def subscribed(registration: Registration, *, by_mail: bool = True) -> tuple[int, str, str]:
    feed = urlsplit(links.feed("en", links.calendar(registration, by_mail=by_mail))).path
    return registration.id, feed, feed.removesuffix(".ics")


def test_it_shows_every_session_and_says_how_often_to_look(site, ana):
    response = site.get(ana[1])
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert len(parsers.read(response.data)) == 2
    assert b"X-WR-CALNAME:AI for Policy Professionals\\, Ottawa" in response.data
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in response.data


def test_reading_it_changes_nothing_sets_no_cookie_and_opens_nothing_else(app, site, ana):
    before = digest(app)
    for path in ana[1:]:
        for method in (site.get, site.head):
            response = method(path)
            assert response.status_code == 200
            assert "Set-Cookie" not in response.headers
    assert site.head(ana[1]).data == b""
    assert digest(app) == before
    token = ana[2].rpartition("/")[2]
    assert site.get(f"/en/registrations/link/{token}").status_code == 404
    assert site.get(f"/en/registrations/invitation/{token}").status_code == 404
    with app.app_context():
        reference = read(ana[0]).reference
        key = links.manage(read(ana[0])).rpartition("/")[2]
    assert site.get(f"/en/registrations/{reference}").status_code == 404
    assert parsers.read(site.get(f"/en/registrations/calendar/{key}.ics").data) == []


def test_what_has_not_changed_is_not_sent_again(app, site, ana):
    first = site.get(ana[1])
    again = site.get(ana[1], headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context():
        move_house(read(ana[0]).cohort_id)
    third = site.get(ana[1], headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200
    assert third.headers["ETag"] != first.headers["ETag"]


def test_it_shows_the_new_place_once_the_organizers_have_changed_it(app, site, ana):
    before = parsers.read(site.get(ana[1]).data)
    with app.app_context():
        move_house(read(ana[0]).cohort_id)
    after = parsers.read(site.get(ana[1]).data)
    assert [each.location for each in before] == ["Bayview Yards, 7 Bayview Station Road, Ottawa, Canada"] * 2
    assert [each.location for each in after] == ["City Hall, 110 Laurier Avenue, Ottawa, Canada"] * 2
    assert [each.uid for each in after] == [each.uid for each in before]
    assert all(new.sequence > old.sequence for new, old in zip(after, before, strict=True))


def test_at_another_address_of_the_site_every_event_is_the_same_one(app, site, ana):
    def uids() -> list[list[str]]:
        with app.app_context():
            mailed = calendars.file(read(ana[0]))
        return [[event.uid for event in parsers.read(content)] for content in (mailed, site.get(ana[1]).data)]

    in_mail, subscribed_to = uids()
    app.config["BASE_URL"] = "https://elsewhere.example.net"
    assert uids() == [in_mail, in_mail] == [subscribed_to, subscribed_to]


def test_who_gave_up_the_seat_has_an_empty_calendar_until_they_have_one_again(app, site, ana):
    with app.app_context():
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    response = site.get(ana[1])
    assert (response.status_code, parsers.read(response.data)) == (200, [])
    with app.app_context():
        reinstatements.reinstate(ana[0], by=COMMAND_LINE)
    assert len(parsers.read(site.get(ana[1]).data)) == 2


def test_the_mailed_page_says_why_there_is_nothing_and_has_the_file_that_takes_the_sessions_out(app, site, ana):
    before = parsers.read(site.get(ana[1]).data)
    with app.app_context():
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    response = site.get(ana[2])
    page = response.get_data(as_text=True)
    assert response.status_code == 200 and "The seat was given up" in page
    assert "Ana Roy" not in page and "webcal:" not in page and "Set-Cookie" not in response.headers
    file = site.get(re.search(r'href="([^"]+cancelled\.ics)"', page)[1])
    after = parsers.read(file.data)
    assert [(event.uid, event.status) for event in after] == [(event.uid, "CANCELLED") for event in before]
    assert file.headers["Cache-Control"] == "no-store"


def test_the_link_to_the_file_on_ones_own_page_goes_on_to_work(app, site, ana):
    with app.app_context():
        reference, link = read(ana[0]).reference, urlsplit(links.manage(read(ana[0]))).path
    site.get(link)
    with app.app_context():
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    found = parsers.read(site.get(f"/en/registrations/{reference}/calendar.ics").data)
    assert {event.status for event in found} == {"CANCELLED"} and len(found) == 2


def test_who_never_had_a_seat_is_given_no_file(app, site):
    with app.app_context():
        _, _feed, page = subscribed(a_registration(a_cohort(capacity=0)))
    response = site.get(page)
    assert (response.status_code, "There is no seat at the moment" in response.text) == (200, True)
    assert ".ics" not in response.text
    assert site.get(f"{page}/cancelled.ics").status_code == 404


def test_the_file_that_cancels_is_for_nobody_who_has_a_seat(site, ana):
    assert site.get(f"{ana[2]}/cancelled.ics").status_code == 404


def test_the_mailed_page_of_who_was_moved_or_cancelled_says_so(app, site, ana):
    with app.app_context():
        here = read(ana[0])
        cancelled = subscribed(a_registration(here.cohort_id))
        cancellations.cancel(cancelled[0], by=COMMAND_LINE, reason="")
        relocations.move(ana[0], to=a_cohort(program_id=here.cohort.program_id), by=COMMAND_LINE, key="once")
    assert "The organizers cancelled the registration" in site.get(cancelled[2]).text
    assert "goes on in another cohort" in site.get(ana[2]).text


def test_a_cancelled_cohort_is_in_no_calendar_even_before_its_people_are_told(app, site, ana):
    with app.app_context():
        cohorts.cancel(read(ana[0]).cohort_id, by=COMMAND_LINE, reason="")
        assert read(ana[0]).state == "confirmed"
    assert parsers.read(site.get(ana[1]).data) == []
    page = site.get(ana[2]).text
    assert "This cohort is cancelled" in page and ".ics" not in page


def test_who_was_moved_has_an_empty_calendar_and_subscribes_anew(app, site, ana):
    with app.app_context():
        here = read(ana[0])
        there = a_cohort(program_id=here.cohort.program_id)
        relocations.move(ana[0], to=there, by=COMMAND_LINE, key="once")
        new = db.session.query(Registration).filter_by(cohort_id=there).one()
        path = subscribed(new)[1]
    assert parsers.read(site.get(ana[1]).data) == []
    assert len(parsers.read(site.get(path).data)) == 2


@pytest.mark.parametrize("token", ["x", "x.y.z", "a" * 300])
def test_what_is_no_token_is_an_empty_calendar(site, token):
    response = site.get(f"/fr/registrations/calendar/{token}.ics")
    assert (response.status_code, parsers.read(response.data)) == (200, [])
    words = translations("fr").gettext("Calendar no longer available")
    assert f"X-WR-CALNAME:{words}".encode() in response.data
    assert b"X-WR-CALNAME:Calendar no longer available" in site.get(f"/en/registrations/calendar/{token}.ics").data
    assert site.get(f"/fr/registrations/calendar/{token}").status_code == 404


def test_a_token_of_before_a_new_address_is_an_empty_calendar(app, site, ana):
    with app.app_context():
        addresses.correct(ana[0], by=applicant(ana[0]), email="right@example.ca")
    response = site.get(ana[1])
    assert (response.status_code, parsers.read(response.data)) == (200, [])
    with app.app_context():
        assert len(parsers.read(site.get(subscribed(read(ana[0]))[1]).data)) == 2


def test_a_token_that_says_something_else_is_an_empty_calendar(app, site):
    with app.app_context():
        made = [tokens.sign(links.CALENDAR, said) for said in ({}, {"r": "OTT-222222", "v": 1}, {"r": None, "v": "1"})]
    for token in made:
        response = site.get(f"/en/registrations/calendar/{token}.ics")
        assert (response.status_code, parsers.read(response.data)) == (200, [])


def test_the_link_of_an_online_cohort_is_only_in_the_calendar_of_who_came_by_mail(app, site):
    with app.app_context():
        made = a_registration(a_cohort(**ONLINE))
        by_mail, at_once = subscribed(made)[1], subscribed(made, by_mail=False)[1]
    shown = parsers.read(site.get(by_mail).data)
    assert {each.location for each in shown} == {"https://meet.example.org/room"}
    assert b"meet.example.org" not in site.get(at_once).data
    with app.app_context():
        # Whoever changes what they wrote came by the link in the mail.
        registrations.edit(made.id, by=applicant(made.id), name="Ana Roy", organization="", language="en")
    assert b"meet.example.org" not in site.get(at_once).data


def test_both_pages_offer_to_follow_first_and_the_file_second(app, site, ana):
    with app.app_context():
        link = urlsplit(links.manage(read(ana[0]))).path
    page = site.get(link, follow_redirects=True).get_data(as_text=True)
    feed, file = re.search(r'href="(webcal://[^"]+\.ics)"', page), page.index("/calendar.ics")
    assert feed and feed.start() < file
    assert len(parsers.read(site.get(urlsplit(feed[1]).path).data)) == 2


def test_the_page_in_the_mail_says_how_and_shows_nobody(app, site, ana):
    response = site.get(ana[2])
    page = response.get_data(as_text=True)
    assert "webcal://localhost/en/registrations/calendar/" in page
    assert re.search(
        r'<input[^>]* readonly value="http://localhost/en/registrations/calendar/[^"]+\.ics" data-copy=', page
    )
    assert "Ana Roy" not in page
    assert (response.headers["Referrer-Policy"], response.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_organizers_see_the_address_masked(app, site, ana):
    with app.app_context():
        [message] = db.session.query(Message).all()
        token = ana[2].rpartition("/")[2]
        assert f"/registrations/calendar/{token}" in message.text
        shown = mails.shown(message)
        assert "/registrations/calendar/…" in shown.text
        assert token not in shown.text + shown.html


def test_a_mistake_of_ours_is_logged_without_the_token(app, site, ana, caplog, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(calendars, "feed", lambda *_args, **_said: 1 / 0)
    assert site.get(ana[1]).status_code == 500
    assert ana[2].rpartition("/")[2] not in caplog.text


def move_house(cohort_id: int) -> None:
    cohort = db.session.get_one(Cohort, cohort_id)
    place = {"venue_name": {"en": "City Hall"}, "venue_street": {"en": "110 Laurier Avenue"}}
    cohorts.edit(
        cohort_id, by=COMMAND_LINE, details=details(slug=cohort.slug, **place),
        sessions=said_again(cohort), capacity=10,
    )  # fmt: skip


def digest(app) -> list:
    with app.app_context(), db.engine.connect() as connection:
        return [
            [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
            for table in ("registrations", "cohort_sessions", "messages", "activities")
        ]
