"""Cohorts: made and changed by organizers, in the cohort's own time zone."""

import pytest

from cohorts.programs import queries
from cohorts.programs.details import SessionDetails
from tests.factories.programs import a_cohort, a_program, at
from tests.factories.registrations import a_registration
from tests.organizer.desk import signed_in

NEW = {
    "title-en": "Ottawa", "title-fr": "", "slug": "ottawa-2030", "timezone": "America/Toronto", "capacity": "30",
    "venue_name-en": "Bayview Yards", "venue_city-en": "Ottawa", "venue_country": "CA",
    "sessions-0-day": "2030-11-28", "sessions-0-starts": "09:00", "sessions-0-ends": "17:00",
    "sessions-0-title-en": "How models learn",
}  # fmt: skip
ROW = {"sessions-1-day": "2030-11-29", "sessions-1-starts": "9 a.m.", "sessions-1-ends": "13h30"}


@pytest.fixture
def program(app, desk):
    """The address of the form for a new cohort of a published program."""
    with app.app_context():
        a_program(slug="ai")
    return "/organizer/programs/ai/cohorts/new"


def read(app, slug, program="ai"):
    with app.app_context():
        cohort, seats = queries.cohort_with_seats(program, slug)
        return cohort, seats, list(cohort.sessions)


def test_a_new_cohort_is_a_draft_with_its_sessions_at_the_right_instants(app, desk, program):
    response = desk.send(program, **NEW, **ROW)
    assert response.location == "/organizer/programs/ai/ottawa-2030"
    cohort, seats, sessions = read(app, "ottawa-2030")
    assert (cohort.status, seats.capacity, cohort.reference_prefix) == ("draft", 30, "OTT")
    assert [(s.starts_at, s.ends_at) for s in sessions] == [
        (at("2030-11-28 14:00"), at("2030-11-28 22:00")),
        (at("2030-11-29 14:00"), at("2030-11-29 18:30")),
    ]
    assert sessions[0].title == {"en": "How models learn"}


def test_a_form_sent_twice_makes_one_cohort(app, desk, program):
    fields = {**desk.fields(program), **NEW}
    assert {desk.client.post(program, data=fields).location for _press in range(2)} == {
        "/organizer/programs/ai/ottawa-2030"
    }
    with app.app_context():
        assert len(queries.all_of_program(queries.program("ai"))) == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"sessions-0-ends": "08:00"}, "sessions-0-ends", "A session must end after it starts."),
        ({"sessions-0-day": "soon"}, "sessions-0-day", "Write the date as year, month and day"),
        ({"sessions-0-day": "2030-02-30"}, "sessions-0-day", "Write the date as year, month and day"),
        ({"sessions-0-starts": "9"}, "sessions-0-starts", "Write the time with its minutes"),
        ({"sessions-0-day": ""}, "sessions-0-day", "Enter the date of this session"),
        (
            {"sessions-0-day": "2030-03-10", "sessions-0-starts": "02:30"},
            "sessions-0-starts",
            "The clocks go forward past this time",
        ),
        (
            {"sessions-0-day": "2030-11-03", "sessions-0-starts": "01:30"},
            "sessions-0-starts",
            "The clocks go back on that day",
        ),
        ({"registration_closes": "2030-11-29"}, "registration_closes", "Registration must close before the first"),
        (
            {"registration_opens": "2030-10-02", "registration_closes": "2030-10-01"},
            "registration_closes",
            "Registration must close after it opens.",
        ),
        (
            {"registration_opens": "2030-03-10", "registration_opens_time": "02:30"},
            "registration_opens_time",
            "The clocks go forward past this time",
        ),
        ({"capacity": "0"}, "capacity", "Write a whole number from 1 to 1,000,000"),
        ({"capacity": "many"}, "capacity", "Write a whole number from 1 to 1,000,000"),
        ({"capacity": ""}, "capacity", "Enter the number of seats"),
        ({"slug": "Ottawa"}, "slug", "Use small letters without accents"),
        ({"venue_link": "javascript:alert(1)"}, "venue_link", "Start the link with https://"),
        ({"own_contact": "a@b@c"}, "own_contact", "Enter one address only"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(app, desk, program, changes, field, sentence):
    response = desk.send(program, **{**NEW, **changes})
    assert response.status_code == 422
    assert f'<a href="#{field}">{sentence}' in response.text
    assert f'id="{field}-error"' in response.text
    assert all(f'value="{typed}"' in response.text for typed in ("How models learn", changes.get(field, "")))
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


@pytest.mark.parametrize("name", ["timezone", "venue_country"])
def test_what_no_list_offers_is_refused(desk, program, name):
    response = desk.send(program, **{**NEW, name: "Mars/Base"})
    assert response.status_code == 422
    assert f'<a href="#{name}">Choose a ' in response.text


def test_a_slug_of_another_cohort_is_refused_beside_the_field(app, desk, program):
    desk.send(program, **NEW)
    response = desk.send(program, **NEW)
    assert response.status_code == 409
    assert '<a href="#slug">Another one has this address already.' in response.text


def test_a_date_that_no_native_control_can_show_is_kept_as_it_was_typed(desk, program):
    response = desk.send(program, **{**NEW, "sessions-0-day": "28/11/2030"})
    assert 'type="text" value="28/11/2030"' in response.text


def test_a_session_is_added_and_removed_without_saving(app, desk, program):
    more = desk.send(program, **NEW, add_session="yes")
    assert more.status_code == 200
    assert "Session 2" in more.text and 'value="How models learn"' in more.text
    fewer = desk.send(program, **NEW, **ROW, remove_session="sessions-0")
    assert "Session 2" not in fewer.text
    assert 'value="2030-11-29"' in fewer.text and "How models learn" not in fewer.text
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


def test_there_is_an_end_to_the_sessions_that_can_be_added(desk, program):
    rows = {f"sessions-{number}-day": "2030-11-28" for number in range(45)}
    response = desk.send(program, **{**NEW, **rows}, add_session="yes")
    assert response.text.count("<legend>Session ") == 40


def test_the_edit_form_shows_the_cohorts_own_times(app, desk):
    with app.app_context():
        program = a_program(slug="ai")
        a_cohort(
            program_id=program, slug="nfld", timezone="America/St_Johns", registration_closes=at("2026-01-05 03:15")
        )
    fields = desk.fields("/organizer/programs/ai/nfld/edit")
    assert (fields["registration_closes"], fields["registration_closes_time"]) == ("2026-01-04", "23:45")


def test_saving_an_unchanged_form_changes_nothing(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
    before = read(app, "ottawa")[0].version
    assert desk.send("/organizer/programs/ai/ottawa/edit").status_code == 302
    assert read(app, "ottawa")[0].version == before


def test_an_edit_keeps_the_sessions_that_it_keeps(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
    first, second = (session.uid for session in read(app, "ottawa")[2])
    desk.send("/organizer/programs/ai/ottawa/edit", **{"sessions-0-title-en": "Renamed"})
    sessions = read(app, "ottawa")[2]
    assert [(session.uid, session.revision) for session in sessions] == [(first, 1), (second, 0)]


def test_a_session_that_ends_on_another_day_stays_so(app, desk):
    with app.app_context():
        night = SessionDetails(starts_at=at("2030-11-29 01:00"), ends_at=at("2030-11-29 08:00"))
        a_cohort(program_id=a_program(slug="ai"), slug="night", sessions=[night])
    page = "/organizer/programs/ai/night/edit"
    assert desk.fields(page)["sessions-0-last_day"] == "2030-11-29"
    desk.send(page, capacity="9")
    assert read(app, "night")[2][0].ends_at == at("2030-11-29 08:00")


def test_capacity_below_the_seats_taken_is_refused_beside_the_field(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2)
        a_registration(cohort)
        a_registration(cohort)
    response = desk.send("/organizer/programs/ai/ottawa/edit", capacity="1")
    assert response.status_code == 422
    assert '<a href="#capacity">2 seats are taken, so the capacity cannot be lower.' in response.text


def test_raising_the_capacity_gives_seats_to_those_who_wait(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        a_registration(cohort)
        a_registration(cohort)
    desk.send("/organizer/programs/ai/ottawa/edit", capacity="5")
    _cohort, seats, _sessions = read(app, "ottawa")
    assert (seats.taken, seats.waiting) == (2, 0)


def test_what_somebody_else_saved_meanwhile_is_shown_field_by_field(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
    page = "/organizer/programs/ai/ottawa/edit"
    mine = {**desk.fields(page), "title-en": "Mine"}
    changes = {"capacity": "7", "venue_country": "FR", "sessions-1-title-en": "Their session"}
    signed_in(app, "other@boreal.example").send(page, **changes)
    response = desk.client.post(page, data=mine)
    assert response.status_code == 409
    for label, words in (("Number of seats", "7"), ("Country", "France"), ("Title in English", "Their session")):
        assert f"<dt>{label}</dt><dd>{words}</dd>" in response.text
    saved = {**mine, "version": read(app, "ottawa")[0].version}
    assert desk.client.post(page, data=saved).status_code == 302
    assert read(app, "ottawa")[0].title["en"] == "Mine"


def test_the_desk_shows_how_full_a_cohort_is_and_what_happened_last(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        a_registration(cohort, name="Amélie Tremblay")
        a_registration(cohort, name="Zoé Roy")
    text = desk.text("/organizer/programs/ai/ottawa")
    assert "1 of 1 seats taken" in text
    assert "1 person waits for a seat" in text
    assert ">Zoé Roy</a> registered and joined the waiting list" in text
    assert 'href="/en/programs/ai/ottawa"' in text


def test_a_draft_is_published_only_with_its_program(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai", status="draft"), slug="ottawa", status="draft")
    page = "/organizer/programs/ai/ottawa"
    desk.press(page, f"{page}/publication", status="published")
    assert "Publish the program first" in desk.text(page)
    desk.press("/organizer/programs/ai", "/organizer/programs/ai/publication", status="published")
    desk.press(page, f"{page}/publication", status="published")
    assert read(app, "ottawa")[0].status == "published"
    assert desk.get("/en/programs/ai/ottawa").status_code == 200


def test_a_cohort_with_people_offers_neither_draft_nor_archive(app, desk):
    with app.app_context():
        a_registration(a_cohort(program_id=a_program(slug="ai"), slug="ottawa"))
    text = desk.text("/organizer/programs/ai/ottawa")
    assert "Back to draft" not in text
    assert "Archive" not in text
    fields = desk.fields("/organizer/programs/ai", "/organizer/programs/ai/archive")
    desk.client.post("/organizer/programs/ai/ottawa/archive", data=fields)
    assert read(app, "ottawa")[0].status == "published"


def test_an_empty_cohort_is_archived_and_comes_back(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa")
    page = "/organizer/programs/ai/ottawa"
    desk.press(page, f"{page}/archive")
    assert read(app, "ottawa")[0].status == "archived"
    desk.press(page, f"{page}/publication", status="published")
    assert read(app, "ottawa")[0].status == "published"


def test_the_form_offers_every_zone_that_a_loaded_cohort_may_have(app, desk):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="kathmandu", timezone="Asia/Kathmandu")
    assert desk.fields("/organizer/programs/ai/kathmandu/edit")["timezone"] == "Asia/Kathmandu"
