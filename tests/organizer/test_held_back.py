"""Seats held back, and newcomers kept out: what organizers switch while a cohort runs."""

from datetime import timedelta

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import clock
from cohorts.programs import queries as programs
from cohorts.registrations import capacity, decisions, queries
from tests.factories.programs import a_cohort, a_program, two_days
from tests.factories.registrations import a_registration
from tests.organizer.desk import signed_in

DESK = "/organizer/programs/ai/ottawa"
PAGE, GIVE = f"{DESK}/held-back", f"{DESK}/held-back/new"
ANA = {"name": "Ana Roy", "email": "ana@example.ca", "organization": "Nunavik", "language": ["fr"]}


@pytest.fixture
def ottawa(app, desk):
    """A cohort of three seats; its id."""
    with app.app_context():
        return a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=3)


def seats(app):
    with app.app_context():
        return programs.cohort_with_seats("ai", "ottawa")[1]


def test_seats_are_held_back_and_the_desk_says_so(app, desk, ottawa):
    assert desk.send(PAGE, held_back="2").location == DESK
    assert (seats(app).held_back, seats(app).free) == (2, 1)
    text = desk.text(DESK)
    assert "2 held back" in text and "1 free" in text
    assert "Nobody waits for the free seats." in text


def test_seats_that_are_released_go_to_who_waits(app, desk, ottawa):
    desk.send(PAGE, held_back="3")
    with app.app_context():
        waiting = a_registration(ottawa).reference
    assert "No seat is free: 3 are held back." in desk.text(DESK)
    desk.send(PAGE, held_back="2")
    with app.app_context():
        assert queries.by_reference(waiting).state == "confirmed"
    assert "No seat is free: 2 are held back." in desk.text(DESK)


def test_no_more_are_held_back_than_are_free(app, desk, ottawa):
    with app.app_context():
        a_registration(ottawa)
    assert "At most 2, with the seats that are free." in desk.text(PAGE)
    response = desk.send(PAGE, held_back="3")
    assert response.status_code == 422
    sentence = "1 seat is taken and 3 held back: together they cannot be more than 3."
    assert f'<a href="#held_back">{sentence}' in response.text
    assert seats(app).held_back == 0


@pytest.mark.parametrize("typed", ["-1", "1000001", "two", "1.5"])
def test_a_number_that_is_none_is_refused(app, desk, ottawa, typed):
    response = desk.send(PAGE, held_back=typed)
    assert response.status_code == 422
    assert '<a href="#held_back">Write a whole number from 0 to 1,000,000' in response.text
    assert f'value="{typed}"' in response.text


def test_a_number_that_somebody_changed_meanwhile_is_not_overwritten_unseen(app, desk, ottawa):
    desk.send(PAGE, held_back="2")
    mine = {**desk.fields(PAGE), "held_back": "3"}
    signed_in(app, "other@boreal.example").send(GIVE, **ANA)
    response = desk.client.post(PAGE, data=mine)
    assert response.status_code == 409
    assert "Somebody else changed this while you were writing." in response.text
    assert "1 seat is held back." in response.text
    assert seats(app).held_back == 1


def test_another_change_of_the_cohort_does_not_stand_in_the_way(app, desk, ottawa):
    mine = {**desk.fields(PAGE), "held_back": "2"}
    desk.send(f"{DESK}/edit", **{"title-en": "Ottawa again"})
    assert desk.client.post(PAGE, data=mine).location == DESK
    assert seats(app).held_back == 2


def test_who_gives_a_seat_is_told_that_it_is_held_back_no_longer(desk, ottawa):
    desk.send(PAGE, held_back="1")
    assert "The seat is held back no longer" in desk.text(GIVE)


def test_the_edit_form_does_not_take_a_seat_back_that_was_given_meanwhile(app, desk, ottawa):
    desk.send(PAGE, held_back="1")
    mine = {**desk.fields(f"{DESK}/edit"), "title-en": "Ottawa again"}
    desk.send(GIVE, **ANA)
    response = desk.client.post(f"{DESK}/edit", data=mine)
    assert response.status_code == 409
    assert "<dt>Seats held back</dt><dd>0</dd>" in response.text


def test_a_seat_is_given_to_a_person_by_name(app, desk, ottawa):
    desk.send(PAGE, held_back="1")
    response = desk.send(GIVE, **ANA)
    with app.app_context():
        (given,) = queries.active_of_address("ana@example.ca")
        assert (given.state, given.name, given.organization, given.language) == ("offered", "Ana Roy", "Nunavik", "fr")
        assert response.location == f"/organizer/registrations/{given.reference}"
    assert (seats(app).taken, seats(app).held_back) == (1, 0)
    assert "The seat is held, and the offer is on its way to Ana Roy." in desk.text(response.location)
    assert "1 offered" in desk.text(DESK)


def test_a_gift_that_is_sent_twice_is_given_once(app, desk, ottawa):
    desk.send(PAGE, held_back="2")
    fields = {**desk.fields(GIVE), **ANA}
    assert len({desk.client.post(GIVE, data=fields).location for _press in range(2)}) == 1
    assert (seats(app).taken, seats(app).held_back) == (1, 1)


def test_who_has_a_seat_is_given_no_other_one(app, desk, ottawa):
    with app.app_context():
        a_registration(ottawa, email="ana@example.ca")
    desk.send(PAGE, held_back="1")
    response = desk.send(GIVE, **ANA)
    assert response.status_code == 409
    assert '<a href="#email">This address already has an active registration in the cohort.' in response.text
    assert 'value="Ana Roy"' in response.text
    assert seats(app).held_back == 1


def test_without_seats_held_back_there_is_none_to_give(app, desk, ottawa):
    assert "held-back/new" not in desk.text(PAGE)
    response = desk.send(GIVE, **ANA)
    assert response.status_code == 409
    assert "No seat is held back, so there is none to give." in response.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter their full name"),
        ({"name": "https://evil.example"}, "name", "Enter a name, without a web address"),
        ({"email": "ana"}, "email", "Enter an email address with an @"),
        ({"language": ["tlh"]}, "language-0", "Choose one of these languages"),
    ],
)
def test_a_mistake_about_the_person_is_said_beside_its_field(app, desk, ottawa, changes, field, sentence):
    desk.send(PAGE, held_back="1")
    response = desk.send(GIVE, **{**ANA, **changes})
    assert response.status_code == 422
    assert f'<a href="#{field}">{sentence}' in response.text
    assert seats(app).held_back == 1


def test_changing_the_language_keeps_what_was_written(app, desk, ottawa):
    desk.send(PAGE, held_back="1")
    response = desk.send(GIVE, **ANA, switch_language="fr")
    assert response.status_code == 200
    assert '<html lang="fr-CA">' in response.text and 'value="Ana Roy"' in response.text
    assert seats(app).held_back == 1


def test_newcomers_are_kept_out_and_let_in_again(app, desk, ottawa):
    action = f"{DESK}/newcomers"
    desk.press(DESK, action)
    text = desk.text(DESK)
    assert "Nobody waits for the free seats, and the cohort is closed to newcomers." in text
    assert "Close to newcomers" not in text
    desk.press(DESK, action, let="in")
    assert "Close to newcomers" in desk.text(DESK)


def test_a_closed_cohort_goes_on_giving_seats_to_who_waits(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        a_registration(cohort)
        waiting = a_registration(cohort).reference
    desk.press(DESK, f"{DESK}/newcomers")
    desk.send(f"{DESK}/edit", capacity="2")
    with app.app_context():
        assert queries.by_reference(waiting).state == "confirmed"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": "draft"}, "Nobody gets a seat before the cohort is published."),
        ({"status": "published"}, "Nobody waits for the free seats."),
    ],
)
def test_the_desk_says_why_seats_stay_free(app, desk, changes, sentence):
    with app.app_context():
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", **changes)
    assert sentence in desk.text(DESK)


def test_the_desk_says_that_the_waiting_list_of_a_review_is_not_served(app, desk):
    with app.app_context():
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review")
        waiting = a_registration(cohort)
        decisions.decide(cohort, "waitlist", {waiting.id: waiting.revision}, by=COMMAND_LINE)
    assert "Seats stay free while people wait: you decide who is offered one." in desk.text(DESK)


def test_the_desk_says_that_the_time_for_offers_has_passed(app, desk):
    with app.app_context():
        past = clock.now() - timedelta(minutes=1)
        cohort = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, last_offer_at=past)
        with clock.standing_at(past - timedelta(minutes=1)):
            a_registration(cohort)
            a_registration(cohort)
        capacity.set_capacity(cohort, 2, by=COMMAND_LINE)
    text = desk.text(DESK)
    assert "A seat that comes free now goes to nobody who waits." in text
    assert "Set a later last offer" in text


def test_free_seats_of_a_review_wait_for_its_organizers(app, desk):
    with app.app_context():
        a_registration(a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review"))
    text = desk.text(DESK)
    assert "You decide who is offered the free seats." in text and "Nobody waits" not in text


def test_what_is_over_needs_no_reason_for_its_free_seats(app, desk):
    with app.app_context():
        start = clock.now() - timedelta(days=9)
        a_cohort(program_id=a_program(slug="ai"), slug="ottawa", sessions=two_days(start))
    text = desk.text(DESK)
    assert "free seats" not in text and "newcomers" not in text


def test_what_is_to_be_reviewed_stands_beside_the_seats(app, desk):
    with app.app_context():
        a_registration(a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review"))
    assert "1 to review" in desk.text(DESK)
