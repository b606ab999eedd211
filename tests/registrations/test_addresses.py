"""Correcting an address: the link moves, and a seat waits for the proof where addresses are proved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import addresses, cohorts, laws, offers, withdrawals
from cohorts.registrations.errors import AlreadyRegistered, NotActive
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_registration, read, register, seats_of

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort() -> int:
    """A cohort of one seat that proves addresses."""
    return a_cohort(capacity=1, verify_email=True, offer_hours=24)


@pytest.fixture
def ana(cohort):
    """Who has the seat, with an address that is proved."""
    made = a_registration(cohort, email="ana@example.ca")
    offers.accept(made.id, by=applicant(made.id))
    return read(made.id)


def correct(registration, email):
    return addresses.correct(registration.id, by=applicant(registration.id), email=email)


def mails(kind):
    query = select(Message.address).where(Message.kind == kind)
    return list(db.session.scalars(query.order_by(Message.id)))


def test_a_corrected_address_kills_the_old_link_and_gets_the_mail():
    ana = a_registration(a_cohort(), email="ana@exmaple.ca")
    version = correct(ana, "ana@example.ca")
    assert version == read(ana.id).link_version == 2
    sent = list(db.session.execute(select(Message.kind, Message.address).order_by(Message.id)))
    assert sent == [("seat_confirmed", "ana@exmaple.ca"), ("seat_confirmed", "ana@example.ca")]


def test_an_address_is_not_corrected_to_that_of_another_registration():
    cohort = a_cohort()
    ana = a_registration(cohort)
    register(cohort, email="bo@example.ca")
    with pytest.raises(AlreadyRegistered):
        correct(ana, "bo@example.ca")


def test_who_has_ended_corrects_nothing():
    ana = a_registration(a_cohort())
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    with pytest.raises(NotActive):
        correct(ana, "else@example.ca")
    assert read(ana.id).email == ana.email


def test_without_proof_of_addresses_a_corrected_one_keeps_its_seat():
    ana = a_registration(a_cohort())
    correct(ana, "new@example.ca")
    assert (read(ana.id).state, read(ana.id).email_proved_at) == ("confirmed", None)


def test_a_new_address_that_nobody_has_proved_holds_the_seat_as_an_offer_only(cohort, ana):
    before = clock.now()
    correct(ana, "made-up@example.ca")
    held = read(ana.id)
    assert (held.state, held.email_proved_at, held.link_version) == ("offered", None, 2)
    assert before + timedelta(hours=24) <= held.offer_ends_at <= clock.now() + timedelta(hours=24)
    assert seats_of(cohort) == (1, 1, 0)
    assert mails("verify_address") == ["ana@example.ca", "made-up@example.ca"]
    entry = trail_of.of(("registration", ana.id))[0]
    said = {value.name: (value.old, value.new) for value in entry.values}
    assert entry.act == "correct_address"
    assert said == {"state": ("confirmed", "offered"), "email": ("ana@example.ca", "made-up@example.ca")}
    assert list(laws.breaches()) == []


def test_the_link_that_went_to_the_new_address_makes_the_seat_theirs_again(ana):
    correct(ana, "new@example.ca")
    offers.accept(ana.id, by=applicant(ana.id))
    assert read(ana.id).state == "confirmed"
    assert mails("seat_confirmed")[-1] == "new@example.ca"


def test_a_seat_of_an_address_that_is_never_proved_goes_to_the_next(cohort, ana):
    bo = a_registration(cohort)
    correct(ana, "made-up@example.ca")
    with clock.standing_at(clock.now() + timedelta(hours=24, minutes=2)):
        assert offers.expire_due() == 1
    assert (read(ana.id).state, read(bo.id).state) == ("expired", "offered")


def test_correcting_again_and_again_holds_the_seat_no_longer(ana):
    correct(ana, "made-up@example.ca")
    ends = read(ana.id).offer_ends_at
    with clock.standing_at(clock.now() + timedelta(hours=20)):
        correct(ana, "another@example.ca")
    assert (read(ana.id).state, read(ana.id).offer_ends_at) == ("offered", ends)


def test_another_spelling_of_a_proved_address_is_proved(ana):
    correct(ana, "Ana@Example.ca")
    found = read(ana.id)
    assert (found.state, found.email) == ("confirmed", "Ana@Example.ca")
    assert found.email_proved_at is not None


def test_a_cohort_that_is_over_asks_for_no_proof(ana):
    with clock.standing_at(two_days()[-1].ends_at + timedelta(minutes=1)):
        correct(ana, "new@example.ca")
    assert read(ana.id).state == "confirmed"


def test_a_cancelled_cohort_asks_for_no_proof(cohort, ana):
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    correct(ana, "new@example.ca")
    assert read(ana.id).state == "confirmed"


def test_who_waits_with_a_new_address_is_promoted_to_an_offer(cohort, ana):
    bo = a_registration(cohort)
    correct(bo, "new@example.ca")
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert read(bo.id).state == "offered"
