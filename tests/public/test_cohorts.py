"""The cohort's page in each of its phases."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts
from tests.factories.programs import a_cohort, a_program, an_institution, two_days
from tests.factories.registrations import register


def text(client, address):
    return client.get(address).get_data(as_text=True)


def cohort_id():
    return db.session.query(Cohort.id).scalar()


def test_an_open_cohort_has_one_clear_button_and_says_how_many_seats_are_left(client, cohort):
    page = text(client, f"/en{cohort}")
    assert f'href="/en{cohort}/register"' in page
    assert "2 of 2 seats left" in page
    assert "Ottawa" in page and "program@boreal.example" in page


def test_a_full_cohort_offers_the_waiting_list(app, client, cohort):
    with app.app_context():
        for _ in range(4):
            register(cohort_id())
    page = text(client, f"/en{cohort}")
    assert "Join the waiting list" in page
    assert "2 people are waiting" in page


def test_past_the_last_offer_nobody_joins_the_waiting_list(app, client):
    soon = clock.now() + timedelta(hours=1)
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, last_offer_at=soon)
        register(cohort_id())
    address = "/en/programs/ai/ottawa"
    assert "Join the waiting list" in text(client, address)
    with clock.standing_at(soon):
        page = text(client, address)
        assert "The waiting list is closed" in page and "/register" not in page
        assert client.get(f"{address}/register").location == address


def test_a_cohort_that_is_not_open_yet_says_when_it_opens_and_has_no_form(app, client):
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="later", registration_opens=clock.now() + timedelta(days=3))
    page = text(client, "/en/programs/ai/later")
    assert "/register" not in page and "/en/programs/ai/later/opening.ics" in page
    assert client.get("/en/programs/ai/later/register").location == "/en/programs/ai/later"


def test_the_opening_goes_into_the_calendar(app, client):
    opens = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="later", registration_opens=opens)
    (event,) = Calendar.from_ical(client.get("/en/programs/ai/later/opening.ics").get_data()).walk("VEVENT")
    assert event["DTSTART"].dt == opens
    assert event["URL"] == "http://localhost/en/programs/ai/later"


@pytest.mark.parametrize("days", [30, 40])
def test_a_cohort_that_closed_or_is_over_has_no_form(client, cohort, days):
    with time_machine.travel(two_days()[0].starts_at + timedelta(days=days - 30, minutes=1)):
        assert "/register" not in text(client, f"/en{cohort}")
        assert client.get(f"/en{cohort}/register").status_code == 302


def test_a_cancelled_cohort_says_why(app, client, cohort):
    with app.app_context():
        cohorts.cancel(cohort_id(), by=COMMAND_LINE, reason="The venue is flooded.")
    page = text(client, f"/en{cohort}")
    assert "The venue is flooded." in page
    assert "<dt>When</dt>" not in page and "How models learn" not in page


def test_a_draft_does_not_exist(app, client, cohort):
    with app.app_context():
        cohorts.unpublish(cohort_id(), by=COMMAND_LINE)
    hidden, missing = client.get(f"/en{cohort}"), client.get("/en/programs/ai/nowhere")
    assert (hidden.status_code, hidden.get_data()) == (404, missing.get_data())


def test_an_archived_cohort_is_listed_nowhere_and_still_answers(app, client, cohort):
    with app.app_context():
        cohorts.archive(cohort_id(), by=COMMAND_LINE)
    assert cohort not in text(client, "/en/") + text(client, "/en/programs/ai")
    assert client.get(f"/en{cohort}").status_code == 200


def test_the_link_of_an_online_cohort_is_on_no_public_page(app, client):
    with app.app_context():
        an_institution()
        link = "https://meet.example/secret-room"
        a_cohort(program_id=a_program(slug="ai"), slug="online", venue_link=link, venue_city={}, venue_street={})
    pages = [text(client, f"/en{address}") for address in ("/", "/programs/ai", "/programs/ai/online")]
    assert "secret-room" not in "".join(pages)


def test_the_page_is_answered_unchanged_until_something_changes(app, client, cohort):
    first = client.get(f"/en{cohort}")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/en{cohort}", headers=tag).status_code == 304
    with app.app_context():
        register(cohort_id())
    assert client.get(f"/en{cohort}", headers=tag).status_code == 200


def test_an_unchanged_page_takes_one_statement(client, cohort, statements):
    tag = {"If-None-Match": client.get(f"/en{cohort}").headers["ETag"]}
    with statements() as seen:
        client.get(f"/en{cohort}", headers=tag)
    assert len([s for s in seen if s.startswith("SELECT")]) == 1


def test_the_page_changes_when_the_window_closes_by_the_clock_alone(app, client):
    with app.app_context():
        an_institution()
        a_cohort(program_id=a_program(slug="ai"), slug="soon", registration_closes=clock.now() + timedelta(hours=1))
    tag = {"If-None-Match": client.get("/en/programs/ai/soon").headers["ETag"]}
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert client.get("/en/programs/ai/soon", headers=tag).status_code == 200


def test_a_public_page_sets_no_cookie(client, cohort):
    for address in ("/en/", "/en/programs/ai", f"/en{cohort}"):
        assert "Set-Cookie" not in client.get(address).headers


def test_home_is_kind_where_nothing_is_announced_yet(client):
    page = client.get("/en/")
    assert page.status_code == 200
    assert "<h1" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("accepted", "leads_to"), [("fr-CA,fr;q=0.9,en;q=0.5", "/fr/"), ("de", "/en/"), ("en", "/en/")]
)
def test_the_front_door_speaks_the_browsers_language(client, accepted, leads_to):
    assert client.get("/", headers={"Accept-Language": accepted}).location == leads_to


def test_pages_take_a_small_and_constant_number_of_statements(app, client, cohort, statements):
    counts = {}
    for address in ("/en/", "/en/programs/ai", f"/en{cohort}"):
        client.get(address)
        with statements() as seen:
            client.get(address)
        counts[address] = len([s for s in seen if s.startswith("SELECT")])
    assert counts["/en/"] <= 4
    assert counts["/en/programs/ai"] <= 4
    assert counts[f"/en{cohort}"] <= 4
    with app.app_context():
        first = cohort_id()
        for _ in range(5):
            a_cohort(program_id=db.session.get_one(Cohort, first).program_id)
            register(first)
    with statements() as seen:
        client.get("/en/")
    assert len([s for s in seen if s.startswith("SELECT")]) == counts["/en/"]
