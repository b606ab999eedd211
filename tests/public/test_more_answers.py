"""What is asked once the seat is sure: on the own page and in the mails, until its own deadline."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.registrations import capacity, said, withdrawals
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort, a_program, an_institution, at
from tests.factories.registrations import a_registration
from tests.public.opening import own, path
from tests.public.test_answer_changes import fields_of

QUESTIONS = [
    written("why", label="Why you?"),
    written("diet", label="What do you eat?", stage="after_seat", required=True),
    written("contact", label="Emergency contact", stage="after_seat"),
]
UNTIL = at("2026-12-01 22:00")


@pytest.fixture(autouse=True)
def now():
    """Days before the deadline, so that the dates in words stay."""
    with time_machine.travel(at("2026-11-20 15:00")):
        yield


@pytest.fixture
def cohort_id(app):
    """A cohort of one seat that asks its people what they eat, until December 1, 5 p.m. in Ottawa."""
    with app.app_context():
        an_institution()
        made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        a_form(made, QUESTIONS, after_seat_until=UNTIL)
    return made


@pytest.fixture
def ana(app, cohort_id):
    """(id, path of the link) of who has the seat."""
    with app.app_context():
        found = a_registration(cohort_id)
        return found.id, path(found)


def letters(app, kind):
    with app.app_context():
        found = db.session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).all()
        return [mails.preview(message) for message in found]


def test_the_own_page_of_who_has_a_seat_asks_for_it_with_its_deadline_in_the_cohorts_zone(client, ana):
    address = own(client, ana[1])
    page = client.get(address).text.replace("\xa0", " ")
    assert "A few more questions, now that your seat is sure" in page
    assert "Answer them by Tuesday, December 1, 5 p.m." in page
    assert f'href="{address}/answers/more"' in page


def test_it_is_answered_on_a_page_of_its_own_and_then_no_longer_asked_for(app, client, cohort_id, ana):
    address = own(client, ana[1])
    page = client.get(f"{address}/answers/more").text
    assert "What do you eat?" in page and "Why you?" not in page
    with app.app_context():
        form = a_form(cohort_id, QUESTIONS, after_seat_until=UNTIL)
    diet = asked_in(form, "diet").name
    assert client.post(f"{address}/answers/more", data=fields_of(page)).status_code == 422
    done = client.post(f"{address}/answers/more", data={**fields_of(page), diet: "Everything"})
    assert done.location == address
    page = client.get(address).text
    assert "now that your seat is sure" not in page
    assert "What do you eat?" in page and "Everything" in page
    assert "Change what you answered later" in page


def test_the_mail_that_says_that_one_has_a_seat_leads_there(app, client, ana):
    [letter] = letters(app, "seat_confirmed")
    assert "Answer them by Tuesday, December 1, 5 p.m." in letter.text.replace("\xa0", " ")
    link = next(word for word in letter.text.split() if word.endswith("?to=more_answers"))
    page = client.get(link.removeprefix("http://localhost"))
    assert page.location.endswith("/answers/more")


def test_who_moves_up_is_told_too(app, cohort_id, ana):
    with app.app_context():
        a_registration(cohort_id)
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    [letter] = letters(app, "seat_now_yours")
    assert "to=more_answers" in letter.text


def test_where_nothing_more_is_asked_no_mail_speaks_of_it(app):
    with app.app_context():
        an_institution()
        cohort = a_cohort()
        a_form(cohort, QUESTIONS[:1])
        a_registration(cohort)
    [letter] = letters(app, "seat_confirmed")
    assert "more questions" not in letter.text and "to=" not in letter.text


def test_who_waits_is_not_asked(app, client, cohort_id, ana):
    with app.app_context():
        link = path(a_registration(cohort_id))
    address = own(client, link)
    assert "your seat is sure" not in client.get(address).text
    assert client.get(f"{address}/answers/more").location == address
    with app.app_context():
        capacity.set_capacity(cohort_id, 2, by=COMMAND_LINE)
    assert client.get(f"{address}/answers/more").status_code == 200


def test_after_the_deadline_it_is_not_asked_for_any_more(app, client, cohort_id, ana):
    address = own(client, ana[1])
    fields = fields_of(client.get(f"{address}/answers/more").text)
    with time_machine.travel(UNTIL + timedelta(seconds=1)):
        assert "your seat is sure" not in client.get(address).text
        late = client.post(f"{address}/answers/more", data=fields, follow_redirects=True)
        assert "The time for changing these answers is over." in late.text
    with app.app_context():
        assert said.of(ana[0]) == []


def test_without_a_deadline_it_is_asked_for_until_the_cohort_is_over(app, client, cohort_id, ana):
    with app.app_context():
        a_form(cohort_id, QUESTIONS, after_seat_until=None)
    address = own(client, ana[1])
    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert "now that your seat is sure" in client.get(address).text
    with time_machine.travel(clock.now() + timedelta(days=40)):
        assert "now that your seat is sure" not in client.get(address).text


@pytest.mark.parametrize("to", ["", "nowhere", "//evil.example", "withdrawal"])
def test_a_link_leads_nowhere_but_to_pages_that_it_knows(client, ana, to):
    location = client.get(ana[1], query_string={"to": to}).location
    assert location == own(client, ana[1])
