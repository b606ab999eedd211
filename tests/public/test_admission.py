"""Registering where the organizers choose, where addresses are proved, and where the line is full."""

import re

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts, decisions, held_back
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration, read, register
from tests.public.opening import own, path
from tests.public.test_registrations import state_of

COHORT = "/programs/ai/ottawa"
FORM = f"/en{COHORT}/register"


@pytest.fixture
def cohort_of(app):
    """Makes the cohort of these tests; its id."""

    def make(**changes):
        with app.app_context():
            an_institution()
            return a_cohort(program_id=a_program(slug="ai"), slug="ottawa", **changes)

    return make


def text(page):
    return page.get_data(as_text=True)


def test_where_the_organizers_choose_every_page_says_apply_and_none_counts_seats(client, cohort_of):
    cohort_of(admission="review")
    for address in ("/en/", "/en/programs/ai", f"/en{COHORT}", FORM):
        page = text(client.get(address))
        assert "Apply for a seat" in page, address
        assert "seats left" not in page and "Register<" not in page, address
    assert "An application holds no seat." in page


def test_who_applies_is_told_that_nothing_is_decided_yet(client, fill, cohort_of):
    cohort_of(admission="review")
    page = client.post(FORM, data=fill(FORM), follow_redirects=True)
    assert state_of(page) == "pending"
    assert "We have your application" in text(page) and "The organizers have not decided yet" in text(page)


def test_the_pages_of_an_application_and_its_end(app, client, fill, cohort_of):
    cohort_id = cohort_of(admission="review")
    with app.app_context():
        found = a_registration(cohort_id)
        made, link = found.id, path(found)
    address = own(client, link)
    assert "Withdraw your application" in text(client.get(address))
    assert "Withdraw your application?" in text(client.get(f"{address}/withdrawal"))
    with app.app_context():
        decisions.decide(cohort_id, "reject", {made: read(made).revision}, by=COMMAND_LINE)
    page = client.get(address)
    assert state_of(page) == "rejected"
    assert "You were not selected this time" in text(page) and "withdrawal" not in text(page)


def test_a_cohort_that_chooses_since_the_form_was_shown_promises_no_seat(app, client, fill, cohort_of):
    cohort_id = cohort_of()
    answers = fill(FORM)
    with app.app_context():
        db.session.get_one(Cohort, cohort_id).admission = "review"
        db.session.commit()
    page = client.post(FORM, data=answers, follow_redirects=True)
    assert state_of(page) == "pending"
    assert "The organizers choose among applications now" in text(page)


def test_known_and_new_addresses_get_the_very_same_answer(app, cohort_of):
    cohort_id = cohort_of(verify_email=True, capacity=5)
    with app.app_context():
        register(cohort_id, email="known@example.ca")
    answers = [answer(app.test_client(), email) for email in ("known@example.ca", "new@example.ca")]
    assert answers[0] == answers[1]
    with app.app_context():
        found = db.session.scalars(select(Registration.state).order_by(Registration.id)).all()
        kinds = db.session.scalars(select(Message.kind).order_by(Message.id)).all()
    assert list(found) == ["offered", "offered"]
    assert list(kinds) == ["verify_address", "already_registered", "verify_address"]


def test_on_a_full_cohort_too_the_answer_says_nothing_of_the_address(app, cohort_of):
    cohort_id = cohort_of(verify_email=True, capacity=1)
    with app.app_context():
        for address in ("holder@example.ca", "known@example.ca"):
            register(cohort_id, email=address)
    answers = [answer(app.test_client(), f"{who}@example.ca") for who in ("known", "holder", "new")]
    assert answers[0] == answers[1] == answers[2]


def answer(client, email):
    """All that a browser is told after sending the form, apart from what is random in every form."""
    shown = text(client.get(FORM))
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    said = {"name": "Ana Roy", "email": email, "language": "en", "privacy": "y"}
    sent = client.post(FORM, data={**hidden, **said})
    page = client.get(sent.location)
    with client.session_transaction() as session:
        kept = {name: value for name, value in session.items() if name != "csrf_token"}
    return sent.status_code, list(sent.headers), sent.get_data(), page.status_code, list(page.headers), page.data, kept


def test_the_mailbox_says_within_how_many_hours_to_confirm(client, fill, cohort_of):
    cohort_of(verify_email=True, offer_hours=24)
    page = client.post(FORM, data=fill(FORM), follow_redirects=True)
    assert page.request.path == f"/en{COHORT}/mailbox"
    assert "within 24 hours" in text(page) and "OTT-" not in text(page)


def test_the_form_says_that_the_address_is_to_be_confirmed(client, cohort_of):
    cohort_of(verify_email=True)
    assert "once you confirm this address" in text(client.get(FORM))


def test_how_many_wait_is_said_before_and_the_position_after(app, client, fill, cohort_of):
    cohort_id = cohort_of(capacity=1)
    with app.app_context():
        for _ in range(3):
            register(cohort_id)
    assert "2 people are waiting." in text(client.get(f"/en{COHORT}"))
    assert "2 people are waiting. Who joins now comes after them." in text(client.get(FORM))
    page = client.post(FORM, data=fill(FORM), follow_redirects=True)
    assert "You are on the waiting list, no. 3" in text(page)


def test_a_full_waiting_list_is_said_and_has_no_form(app, client, fill, cohort_of):
    cohort_id = cohort_of(capacity=1, waitlist_limit=1)
    answers = fill(FORM)
    with app.app_context():
        for _ in range(2):
            register(cohort_id)
    page = text(client.get(f"/en{COHORT}"))
    assert "The waiting list is full." in page and "/register" not in page
    assert client.get(FORM).location == f"/en{COHORT}"
    assert "Waiting list full" in text(client.get("/en/"))
    sent = client.post(FORM, data=answers)
    assert sent.status_code == 409
    assert "All seats are taken and the waiting list is full." in text(sent)


def test_a_full_waiting_list_page_is_not_answered_from_memory(app, client, cohort_of):
    cohort_of(capacity=0, waitlist_limit=0)
    page = client.get(f"/en{COHORT}")
    assert "There is no waiting list." in text(page) and "ETag" not in page.headers


def test_a_cohort_closed_to_newcomers_has_no_form(app, client, cohort_of):
    cohort_id = cohort_of()
    with app.app_context():
        cohorts.close(cohort_id, by=COMMAND_LINE)
    page = text(client.get(f"/en{COHORT}"))
    assert "Registration is closed" in page and "Nobody new can register." in page and "/register" not in page


def test_seats_that_are_held_back_are_not_free(app, client, cohort_of):
    cohort_id = cohort_of(capacity=5)
    with app.app_context():
        held_back.hold(cohort_id, 3, by=COMMAND_LINE)
    assert "2 of 2 seats left" in text(client.get(f"/en{COHORT}"))
    with app.app_context():
        register(cohort_id)
        register(cohort_id)
    assert "All 2 seats are taken" in text(client.get(f"/en{COHORT}"))
