"""The cohort form says who gets a seat, and what happens to a seat that comes free."""

import pytest

from cohorts.programs import queries
from tests.factories.programs import a_cohort, a_program, at
from tests.factories.registrations import a_registration
from tests.organizer.desk import signed_in
from tests.organizer.test_cohorts import NEW

FORM, PAGE = "/organizer/programs/ai/cohorts/new", "/organizer/programs/ai/ottawa/edit"
SAID = {
    "held_back": "4", "admission": "review", "on_free_seat": "offer", "verify_email": "yes", "offer_hours": "24",
    "offer_working_hours": "yes", "last_offer_at": "2030-11-20", "last_offer_at_time": "5 p.m.", "waitlist_limit": "0",
}  # fmt: skip


@pytest.fixture
def ottawa(app, desk):
    """A cohort whose form is at `PAGE`; its id."""
    with app.app_context():
        return a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=5)


@pytest.fixture
def program(app, desk):
    """A published program without cohorts."""
    with app.app_context():
        a_program(slug="ai")


def read(app, slug="ottawa-2030"):
    with app.app_context():
        return queries.cohort_with_seats("ai", slug)


def test_what_is_said_about_admission_is_kept_in_the_cohorts_own_time(app, desk, program):
    assert desk.send(FORM, **NEW, **SAID).status_code == 302
    cohort, seats = read(app)
    assert (seats.capacity, seats.held_back, cohort.admission, cohort.on_free_seat) == (30, 4, "review", "offer")
    assert (cohort.verify_email, cohort.offer_hours, cohort.offer_working_hours) == (True, 24, True)
    assert (cohort.last_offer_at, cohort.waitlist_limit) == (at("2030-11-20 22:00"), 0)


def test_who_says_nothing_of_admission_has_an_open_cohort(app, desk, program):
    desk.send(FORM, **NEW)
    cohort, seats = read(app)
    assert (seats.held_back, cohort.admission, cohort.on_free_seat, cohort.offer_hours) == (0, "open", "confirm", 72)
    assert (cohort.verify_email, cohort.offer_working_hours) == (False, False)
    assert (cohort.last_offer_at, cohort.waitlist_limit) == (None, None)


def test_the_form_shows_what_is_saved_and_saving_it_changes_nothing(app, desk, program):
    desk.send(FORM, **NEW, **SAID)
    page = "/organizer/programs/ai/ottawa-2030/edit"
    shown = desk.fields(page)
    expected = {**SAID, "last_offer_at_time": "17:00", "verify_email": ["yes"], "offer_working_hours": ["yes"]}
    assert {name: shown[name] for name in SAID} == {**expected, "admission": ["review"], "on_free_seat": ["offer"]}
    before = read(app)[0].version
    desk.send(page)
    assert read(app)[0].version == before


def test_a_box_is_unticked_and_an_optional_number_emptied(app, desk, program):
    desk.send(FORM, **NEW, **SAID)
    desk.send("/organizer/programs/ai/ottawa-2030/edit", verify_email=[], waitlist_limit="", held_back="")
    cohort, seats = read(app)
    assert (cohort.verify_email, cohort.waitlist_limit, seats.held_back) == (False, None, 0)


@pytest.mark.parametrize(
    ("changes", "target", "sentence"),
    [
        ({"capacity": "1000001"}, "capacity", "Write a whole number from 1 to 1,000,000"),
        ({"capacity": "-1"}, "capacity", "Write a whole number from 1 to 1,000,000"),
        ({"held_back": "-1"}, "held_back", "Write a whole number from 0 to 1,000,000"),
        ({"held_back": "9" * 5000}, "held_back", "Write a whole number from 0 to 1,000,000"),
        ({"held_back": "31"}, "capacity", "0 seats are taken and 31 held back: together they cannot be more than 30."),
        ({"offer_hours": "0"}, "offer_hours", "Write a whole number from 1 to 2,160"),
        ({"offer_hours": "2161"}, "offer_hours", "Write a whole number from 1 to 2,160"),
        ({"offer_hours": ""}, "offer_hours", "Enter how many hours people have"),
        ({"waitlist_limit": "some"}, "waitlist_limit", "Write a whole number from 0 to 1,000,000"),
        ({"admission": "lottery"}, "admission-0", "Choose one of these"),
        ({"on_free_seat": "burn"}, "on_free_seat-0", "Choose one of these"),
        ({"last_offer_at": "2030-11-29"}, "last_offer_at", "The last offer must be before the last session ends"),
        ({"last_offer_at": "2020-11-29"}, "last_offer_at", "The last offer must lie ahead"),
        ({"last_offer_at_time": "09:00"}, "last_offer_at", "Enter the date too"),
        ({"last_offer_at": "2030-11-03", "last_offer_at_time": "01:30"}, "last_offer_at_time", "The clocks go back"),
    ],
)
def test_a_mistake_about_admission_is_said_beside_its_field(app, desk, program, changes, target, sentence):
    response = desk.send(FORM, **{**NEW, **changes})
    assert response.status_code == 422
    assert f'<a href="#{target}">{sentence}' in response.text
    assert f'id="{target.partition("-")[0]}-error"' in response.text
    with app.app_context():
        assert queries.all_of_program(queries.program("ai")) == []


def test_seats_of_the_largest_size_are_taken(app, desk, program):
    assert desk.send(FORM, **{**NEW, "capacity": "1 000 000", "waitlist_limit": "1000000"}).status_code == 302
    assert read(app)[1].capacity == 1_000_000


def test_seats_taken_and_held_back_stop_the_capacity(app, desk, ottawa):
    with app.app_context():
        a_registration(ottawa)
        a_registration(ottawa)
    response = desk.send(PAGE, capacity="4", held_back="3")
    assert response.status_code == 422
    assert "2 seats are taken and 3 held back: together they cannot be more than 4." in response.text
    assert (read(app, "ottawa")[1].capacity, read(app, "ottawa")[1].held_back) == (5, 0)


def test_another_organizers_choices_are_compared_by_their_words(app, desk, ottawa):
    mine = {**desk.fields(PAGE), "title-en": "Mine"}
    theirs = {"admission": "review", "verify_email": "yes", "waitlist_limit": "7", "held_back": "2"}
    signed_in(app, "other@boreal.example").send(PAGE, **theirs)
    response = desk.client.post(PAGE, data=mine)
    assert response.status_code == 409
    for label, words in (
        ("Who gets a seat", "The organizers select"), ("Each email address must be confirmed", "Yes"),
        ("Limit of the waiting list", "7"), ("Seats held back", "2"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{words}</dd>" in response.text
    assert "<dt>Count working hours only</dt>" not in response.text


def test_a_cohort_that_selects_is_not_opened_while_applications_wait(app, desk):
    with app.app_context():
        a_registration(a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review"))
    response = desk.send(PAGE, admission=["open"])
    assert response.status_code == 409
    assert '<a href="#admission-0">1 application waits for a decision. Decide first' in response.text
