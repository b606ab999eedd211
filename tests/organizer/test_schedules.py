"""Reminders and thanks on an organizer's page."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import schedules
from cohorts.broadcasts.models import Schedule
from cohorts.core import clock
from cohorts.core.database import db
from tests.factories.programs import a_cohort, a_program, at, two_days

DESK = "/organizer/programs/ai/ottawa"
PAGE = f"{DESK}/reminders"


@pytest.fixture
def ottawa(app, desk):
    """A cohort in 2030; its id."""
    with app.app_context():
        sessions = two_days(at("2030-11-28 14:00"))
        return a_cohort(program_id=a_program(slug="ai"), slug="ottawa", sessions=sessions)


def only(app, cohort):
    with app.app_context():
        return schedules.of_cohort(cohort)[0]


def test_three_days_before_is_suggested_and_nothing_is_on_by_itself(app, desk, ottawa):
    assert "No message is planned" in desk.text(PAGE)
    assert (desk.fields(PAGE)["amount"], desk.fields(PAGE)["unit"]) == ("3", ["days"])
    with app.app_context():
        assert schedules.of_cohort(ottawa) == []
    assert f'href="{PAGE}"' in desk.text(DESK)


def test_one_is_added_with_its_time_in_the_cohorts_zone_switched_off_on_and_deleted(app, desk, ottawa):
    assert desk.send(PAGE).location == PAGE
    text = desk.text(PAGE).replace("\u00a0", " ")
    assert "Reminder, 3 days before" in text
    assert "It goes out on Monday, November 25, 9 a.m." in text
    button = f"{PAGE}/{only(app, ottawa).id}"
    assert desk.press(PAGE, button, switch="off").location == PAGE
    assert "It would go out on Monday" in desk.text(PAGE)
    desk.press(PAGE, button, switch="on")
    assert "It goes out on Monday" in desk.text(PAGE)
    desk.press(PAGE, f"{button}/deletion")
    assert "No message is planned" in desk.text(PAGE)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "0"}, "Write a whole number from 1 to 365"),
        ({"amount": "-3"}, "Write a whole number from 1 to 365"),
        ({"amount": "999999999999"}, "Write a whole number from 1 to 365"),
        ({"amount": "soon"}, "Write a whole number from 1 to 365"),
        ({"amount": ""}, "Enter a number of days or hours"),
        ({"unit": "weeks"}, "Choose one of these"),
        ({"kind": "confirmed"}, "Choose one of these"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(app, desk, ottawa, typed, sentence):
    response = desk.send(PAGE, **typed)
    assert response.status_code == 422
    assert sentence in response.text
    with app.app_context():
        assert schedules.of_cohort(ottawa) == []


def test_a_time_in_the_past_is_a_clear_sentence(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", sessions=two_days(at("2020-11-28 14:00")))
    response = desk.send(PAGE)
    assert response.status_code == 422
    text = response.text.replace("\u00a0", " ")
    assert '<a href="#amount">It would have gone out on Wednesday, November 25, 9 a.m.' in text


@pytest.mark.parametrize(
    ("status", "why"), [("cancelled", "the cohort was cancelled"), ("published", "the first session began")]
)
def test_one_that_was_cut_short_says_how_many_got_it_and_why(app, desk, ottawa, status, why):
    with app.app_context():
        found = db.session.get_one(
            Schedule, schedules.add(ottawa, kind="reminder", amount=3, unit="days", by=COMMAND_LINE)
        )
        found.fired_at = found.finished_at = clock.now()
        found.enabled_at, found.cohort.status = None, status
        db.session.commit()
    text = desk.text(PAGE)
    assert "Stopped" in text and "Written to 0 people on" in text and f"and to nobody else: {why}." in text
    assert f"{only(app, ottawa).id}/deletion" not in text


def test_the_first_of_a_month_is_raised_in_french_and_no_tag_is_to_be_read(app, desk):
    with app.app_context():
        place = {"program_id": a_program(slug="ai"), "sessions": two_days(at("2030-12-04 15:00"))}
        a_cohort(slug="ottawa", **place)
        a_cohort(slug="past", program_id=place["program_id"], sessions=two_days(at("2020-12-04 15:00")))
    desk.send(PAGE, switch_language="fr")
    assert desk.send(PAGE).location == PAGE
    assert "1<sup>er</sup>\u00a0décembre" in desk.text(PAGE)
    refused = desk.send("/organizer/programs/ai/past/reminders").text
    assert "1er\u00a0décembre" in refused
    others = desk.text(DESK) + desk.text("/organizer/")
    assert "&lt;sup" not in desk.text(PAGE) + refused + others


def test_another_cohorts_is_not_found(app, desk, ottawa):
    with app.app_context():
        other = a_cohort(program_id=a_program(slug="other"), slug="x", sessions=two_days(at("2030-11-28 14:00")))
        theirs = schedules.add(other, kind="reminder", amount=3, unit="days", by=COMMAND_LINE)
    assert desk.client.post(f"{PAGE}/{theirs}", data=desk.fields(PAGE)).status_code == 404
