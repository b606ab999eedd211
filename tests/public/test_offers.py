"""Offers: a seat is accepted or declined by a button, from the link in the mail."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations import cancellations, held_back, offers, queries, withdrawals
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_person, a_registration, read, seats_of
from tests.public.opening import own, path
from tests.public.test_registrations import state_of


def offered(app, **changes):
    """(id, reference, link) of who is offered the one seat of a cohort."""
    with app.app_context():
        an_institution()
        cohort_id = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, **changes)
        holder, waiting = a_registration(cohort_id), a_registration(cohort_id)
        withdrawals.withdraw(holder.id, by=applicant(holder.id))
        found = read(waiting.id)
        return found.id, found.reference, path(found)


@pytest.fixture
def bo(app):
    """Who waited in a cohort that offers its free seats, and is offered one now."""
    return offered(app, on_free_seat="offer")


def state(app, registration_id):
    with app.app_context():
        return read(registration_id).state


def mails(app, registration_id):
    with app.app_context():
        query = select(Message.kind).where(Message.subject_id == registration_id).order_by(Message.id)
        return list(db.session.scalars(query))


def text(page):
    return page.get_data(as_text=True)


def test_an_offer_says_until_when_and_has_two_buttons(client, bo):
    page = client.get(own(client, bo[2]))
    heading = text(page).partition("<h1>")[2].partition("</h1>")[0]
    assert state_of(page) == "offered"
    assert "A seat is held for you until" in heading and "Eastern Time" in heading
    assert "Accept the seat" in text(page) and "Give up the seat" in text(page)


def test_accepting_by_the_button_makes_the_seat_theirs(app, client, fill, bo):
    address = own(client, bo[2])
    page = client.post(f"{address}/acceptance", data=fill(address), follow_redirects=True)
    assert state_of(page) == "confirmed"
    assert "The seat is yours." in text(page)
    assert mails(app, bo[0]) == ["waitlisted", "offer_made", "seat_confirmed"]


def test_accepting_twice_is_accepting_once(app, client, fill, bo):
    address = own(client, bo[2])
    answers = fill(address)
    pages = [client.post(f"{address}/acceptance", data=answers, follow_redirects=True) for _ in range(2)]
    assert [(page.status_code, state_of(page)) for page in pages] == [(200, "confirmed")] * 2
    assert mails(app, bo[0]).count("seat_confirmed") == 1


def test_reading_the_pages_of_an_offer_changes_nothing(app, client, bo):
    address = own(client, bo[2])
    for page in ("", "/acceptance", "/refusal", "/withdrawal", "/edit"):
        client.get(address + page, follow_redirects=True)
    assert state(app, bo[0]) == "offered"


def test_an_offer_is_declined_and_not_withdrawn_from(client, bo):
    address = own(client, bo[2])
    assert client.get(f"{address}/withdrawal").location == f"{address}/refusal"
    assert "withdrawal" not in text(client.get(address))


def test_declining_asks_once_and_gives_the_seat_to_the_next(app, client, fill, bo):
    with app.app_context():
        cohort_id = read(bo[0]).cohort_id
        after = a_registration(cohort_id).id
    address = f"{own(client, bo[2])}/refusal"
    assert "Give up the seat?" in text(client.get(address))
    answers = fill(address)
    pages = [client.post(address, data=answers, follow_redirects=True) for _ in range(2)]
    assert [state_of(page) for page in pages] == ["declined", "declined"]
    assert state(app, after) == "offered"
    assert mails(app, bo[0]) == ["waitlisted", "offer_made", "declined"]


@pytest.mark.parametrize("worker_has_been", [False, True])
def test_an_offer_that_has_ended_says_so_and_takes_no_answer(app, client, fill, bo, worker_has_been):
    address = own(client, bo[2])
    answers = fill(address)
    with time_machine.travel(clock.now() + timedelta(hours=72, seconds=30 if not worker_has_been else 90)):
        if worker_has_been:
            with app.app_context():
                offers.expire_due()
        for verb in ("acceptance", "refusal"):
            page = client.post(f"{address}/{verb}", data=answers)
            assert (page.status_code, state_of(page)) == (409, "expired")
            assert "This offer has ended" in text(page) and "This is how your registration stands now" in text(page)
        assert "Accept the seat" not in text(client.get(address))
        assert client.get(f"{address}/acceptance").location == address
    assert state(app, bo[0]) == ("expired" if worker_has_been else "offered")


def test_a_stale_offer_is_answered_with_how_things_stand(app, client, fill, bo):
    address = own(client, bo[2])
    answers = fill(address)
    with app.app_context():
        cancellations.cancel(bo[0], by=COMMAND_LINE, reason="A mistake.")
        name = read(bo[0]).name
    for verb in ("acceptance", "refusal"):
        page = client.post(f"{address}/{verb}", data=answers)
        assert (page.status_code, state_of(page)) == (409, "cancelled")
        assert f"That is not possible for {name}: now cancelled. Nothing was changed." in text(page)


def test_only_the_link_in_the_mail_may_answer(app, client, fill, bo):
    address = f"/en/registrations/{bo[1]}"
    with client.session_transaction() as session:
        session["outcomes"] = {bo[1]: 1}
    pages = [client.get(address + page) for page in ("", "/acceptance", "/refusal", "/withdrawal")]
    sent = [client.post(address + page) for page in ("/acceptance", "/refusal", "/withdrawal")]
    assert {page.status_code for page in pages + sent} == {404}
    assert state(app, bo[0]) == "offered"


def test_the_link_of_another_registration_opens_no_offer(app, client, bo):
    with app.app_context():
        other = path(a_registration(read(bo[0]).cohort_id))
    own(client, other)
    assert client.post(f"/en/registrations/{bo[1]}/acceptance").status_code == 404


def test_without_the_forms_token_nothing_is_accepted(app, client, bo):
    address = own(client, bo[2])
    assert client.post(f"{address}/acceptance").status_code == 422
    assert state(app, bo[0]) == "offered"


@pytest.fixture
def speaker(app):
    """Who was given a seat that was held back, and never saw the privacy notice."""
    with app.app_context():
        an_institution()
        cohort_id = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        held_back.hold(cohort_id, 1, by=COMMAND_LINE)
        given = held_back.give(cohort_id, a_person(name="Zoé Côté"), by=COMMAND_LINE, one_time_key="k")
        found = queries.by_reference(given)
        return found.id, found.reference, path(found)


def test_who_was_given_a_seat_agrees_to_the_privacy_notice_first(app, client, fill, speaker):
    address = own(client, speaker[2])
    assert f'href="{address}/acceptance"' in text(client.get(address))
    form = f"{address}/acceptance"
    assert "We keep your answers for a year." in text(client.get(form))
    refused = client.post(form, data=fill(form, privacy=""))
    assert refused.status_code == 422
    assert "To take the seat, agree to the privacy notice" in text(refused)
    assert state(app, speaker[0]) == "offered"
    assert state_of(client.post(form, data=fill(form), follow_redirects=True)) == "confirmed"
    with app.app_context():
        found = read(speaker[0])
        assert found.privacy_agreed_at is not None and found.privacy_notice_id == 1


def test_a_privacy_notice_that_changed_meanwhile_is_agreed_to_anew(app, client, fill, speaker):
    form = f"{own(client, speaker[2])}/acceptance"
    answers = fill(form)
    with app.app_context():
        an_institution(privacy_notice={"en": "We keep your answers for ever."})
    page = client.post(form, data=answers)
    assert page.status_code == 409
    assert "The privacy notice changed while you wrote" in text(page) and "for ever" in text(page)
    assert state(app, speaker[0]) == "offered"


def test_an_offer_that_waits_for_the_address_says_so(app, client, fill):
    with app.app_context():
        an_institution()
        cohort_id = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1, verify_email=True)
        link = path(a_registration(cohort_id))
    address = own(client, link)
    assert "Confirm your address and take the seat" in text(client.get(address))
    assert state_of(client.post(f"{address}/acceptance", data=fill(address), follow_redirects=True)) == "confirmed"
    with app.app_context():
        assert seats_of(cohort_id) == (1, 1, 0)
        assert db.session.get_one(Cohort, cohort_id).verify_email


def test_who_is_promoted_in_a_cohort_that_asks_is_asked_whether_they_come(app, client):
    page = client.get(own(client, offered(app, on_free_seat="offer", verify_email=False)[2]))
    assert "Accept the seat" in text(page) and "Confirm your address" not in text(page)


def test_a_french_deadline_sets_its_zone_apart(client, bo):
    page = text(client.get(own(client, bo[2]).replace("/en/", "/fr/")))
    assert ", heure de l’Est" in page.partition("<h1>")[2].partition("</h1>")[0]
