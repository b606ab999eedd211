"""Transfers: the invited person agrees by a link of their own, and the old link dies."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations import links, transfers, withdrawals
from cohorts.registrations.models import Transfer
from tests.factories.programs import an_institution
from tests.factories.registrations import a_registration, read, seats_of
from tests.public.opening import own, path
from tests.public.test_registrations import state_of

BEA = {"name": "Béa Roy", "email": "bea@example.ca", "language": "en"}


@pytest.fixture
def ana(app, cohort):
    """(id, reference, link) of who has a seat."""
    with app.app_context():
        found = a_registration(db.session.scalars(select(Cohort.id)).one(), name="Ana Roy", email="ana@example.ca")
        return found.id, found.reference, path(found)


@pytest.fixture
def link(app, ana):
    """The path of the link in Béa's invitation."""
    return invite(app, ana[0])


def invite(app, registration_id, **changes):
    with app.app_context():
        transfers.propose(registration_id, by=COMMAND_LINE, **{**BEA, **changes})
        found = transfers.open_for(read(registration_id))
        assert found is not None
        return links.invitation(found).removeprefix("http://localhost")


def text(page):
    return page.get_data(as_text=True)


def name_and_address(app, registration_id):
    with app.app_context():
        found = read(registration_id)
        return found.name, found.email


def test_the_link_leads_to_a_clean_address_that_says_what_is_taken_over(client, ana, link):
    address = own(client, link)
    assert address == f"/en/registrations/{ana[1]}/invitation"
    page = text(client.get(address))
    assert "Agree until" in page and "Eastern Time" in page
    assert 'value="Béa Roy"' in page and "bea@example.ca" in page
    assert "It has a seat, which becomes yours." in page
    assert "We keep your answers for a year." in page
    assert "Ana" not in page and "ana@" not in page


def test_organizers_see_the_invitation_with_its_key_masked(app, link):
    with app.app_context():
        message = db.session.scalars(select(Message).where(Message.kind == "transfer_invitation")).one()
        shown = mails.shown(message)
    assert "/en/registrations/invitation/…" in shown.text
    assert link not in shown.text + shown.html


def test_nothing_of_it_is_cached_or_passed_on(client, link):
    for page in (client.get(link), client.get(own(client, link))):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_agreeing_makes_it_theirs_and_the_old_link_dies(app, client, ana, link, fill):
    before = app.test_client()
    own(before, ana[2])
    address = own(client, link)
    page = client.post(address, data=fill(address, name="Béa Roy", organization="Treasury"), follow_redirects=True)
    assert state_of(page) == "confirmed"
    assert "The registration is yours." in text(page) and "bea@example.ca" in text(page)
    assert [before.get(old).status_code for old in (ana[2], f"/en/registrations/{ana[1]}")] == [404, 404]
    assert name_and_address(app, ana[0]) == ("Béa Roy", "bea@example.ca")
    with app.app_context():
        assert seats_of(read(ana[0]).cohort_id) == (2, 1, 0)


def test_agreeing_twice_is_agreeing_once(client, ana, link, fill):
    address = own(client, link)
    answers = fill(address)
    pages = [client.post(address, data=answers, follow_redirects=True) for _ in range(2)]
    assert [(page.status_code, state_of(page)) for page in pages] == [(200, "confirmed")] * 2


def test_somebody_else_with_the_same_link_comes_too_late(app, client, ana, link, fill):
    late, address = app.test_client(), own(client, link)
    own(late, link)
    answers = fill(address)
    late_answers = {**answers, **fields(late, address), "name": "Late"}
    client.post(address, data=answers)
    page = late.post(address, data=late_answers)
    assert page.status_code == 410
    assert "This invitation has been used" in text(page)
    assert late.get(f"/en/registrations/{ana[1]}").status_code == 404
    assert "This invitation has been used" in text(late.get(link, follow_redirects=True))


def test_reading_the_invitation_changes_nothing(app, client, ana, link):
    client.get(own(client, link))
    assert name_and_address(app, ana[0]) == ("Ana Roy", "ana@example.ca")
    with app.app_context():
        assert db.session.scalars(select(Transfer.agreed_at)).one() is None


def test_what_is_missing_is_said_and_every_answer_kept(app, client, ana, link, fill):
    address = own(client, link)
    page = client.post(address, data=fill(address, name="", organization="Treasury", privacy=""))
    assert page.status_code == 422
    assert "Enter your full name" in text(page) and "To take it over, agree to the privacy notice" in text(page)
    assert 'value="Treasury"' in text(page)
    assert name_and_address(app, ana[0])[0] == "Ana Roy"


def test_a_privacy_notice_that_changed_meanwhile_is_agreed_to_anew(app, client, ana, link, fill):
    address = own(client, link)
    answers = fill(address)
    with app.app_context():
        an_institution(privacy_notice={"en": "We keep your answers for ever."})
    page = client.post(address, data=answers)
    assert page.status_code == 409 and "for ever" in text(page)
    assert name_and_address(app, ana[0])[0] == "Ana Roy"


def test_an_invitation_that_has_ended_says_so(app, client, ana, link, fill):
    address = own(client, link)
    answers = fill(address)
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        pages = [client.get(address), client.post(address, data=answers), client.get(link, follow_redirects=True)]
    assert [page.status_code for page in pages] == [410, 410, 410]
    assert all("This invitation has ended." in text(page) for page in pages)
    assert name_and_address(app, ana[0])[0] == "Ana Roy"


def test_an_invitation_to_what_has_ended_says_so(app, client, ana, link):
    with app.app_context():
        withdrawals.withdraw(ana[0], by=applicant(ana[0]))
    page = client.get(link, follow_redirects=True)
    assert page.status_code == 410
    assert "This registration has ended already." in text(page)


def test_who_registered_meanwhile_cannot_take_a_second_one_over(app, client, ana, link, fill):
    address = own(client, link)
    with app.app_context():
        a_registration(read(ana[0]).cohort_id, email="bea@example.ca")
    page = client.post(address, data=fill(address))
    assert page.status_code == 409
    assert "This address already has an active registration in the cohort." in text(page)


def test_an_invitation_that_was_replaced_or_called_off_is_a_plain_404(app, client, ana, link):
    own(client, link)
    newer = invite(app, ana[0], email="bob@example.ca")
    assert client.get(link).status_code == 404
    assert client.get(f"/en/registrations/{ana[1]}/invitation").status_code == 404
    with app.app_context():
        transfers.call_off(ana[0], by=COMMAND_LINE)
    assert client.get(newer).status_code == 404


def test_a_link_serves_its_own_purpose_only(client, ana, link):
    manage, invited = ana[2].rpartition("/")[2], link.rpartition("/")[2]
    assert client.get(f"/en/registrations/invitation/{manage}").status_code == 404
    assert client.get(f"/en/registrations/link/{invited}").status_code == 404
    assert client.get("/en/registrations/invitation/x").status_code == 404


def test_without_the_link_there_is_no_such_page(client, ana, link):
    address = f"/en/registrations/{ana[1]}/invitation"
    known, unknown = client.get(address), client.get("/en/registrations/OTT-222222/invitation")
    assert (known.status_code, known.get_data()) == (404, unknown.get_data())
    assert client.post(address).status_code == 404


def test_the_invitation_is_no_key_to_the_registration(client, ana, link):
    own(client, link)
    pages = ("", "/edit", "/withdrawal", "/acceptance", "/refusal", "/result", "/calendar.ics")
    assert {client.get(f"/en/registrations/{ana[1]}{page}").status_code for page in pages} == {404}


def fields(client, address):

    page = text(client.get(address))
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
