"""What the machine found, each as a plain test."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import addresses, cancellations, held_back, offers, reinstatements, relocations
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.queries import by_reference
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_person, a_registration, read, register


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def given(cohort_id: int) -> int:
    """Somebody whom the organizers gave a seat that was held back: no privacy notice is agreed to yet."""
    held_back.hold(cohort_id, 1, by=COMMAND_LINE)
    made = held_back.give(cohort_id, a_person(), by=COMMAND_LINE, one_time_key=tokens.one_time())
    return by_reference(made).id


def test_who_has_not_agreed_to_the_privacy_notice_is_promoted_to_an_offer():
    cohort_id = a_cohort(capacity=2)
    someone, other = given(cohort_id), a_registration(cohort_id).id
    a_registration(cohort_id)
    offers.retract(someone, by=COMMAND_LINE)
    assert read(someone).state == "waitlisted"
    cancellations.cancel(other, by=COMMAND_LINE, reason="")
    assert read(someone).state == "offered"


def test_who_has_not_agreed_to_the_privacy_notice_is_brought_back_or_moved_to_an_offer():
    program_id = a_program()
    here, there = (a_cohort(program_id=program_id) for _ in range(2))
    someone = given(here)
    offers.decline(someone, by=applicant(someone))
    assert reinstatements.reinstate(someone, by=COMMAND_LINE) == "offered"
    moved = relocations.move(someone, to=there, by=COMMAND_LINE, key=tokens.one_time())
    assert by_reference(moved).state == "offered"


def twice(cohort_id: int) -> str:
    """The address of somebody who was cancelled and then given a seat; the reference of the second."""
    first = a_registration(cohort_id, email="twice@example.ca")
    cancellations.cancel(first.id, by=COMMAND_LINE, reason="")
    held_back.hold(cohort_id, 1, by=COMMAND_LINE)
    person = a_person(email="twice@example.ca")
    return held_back.give(cohort_id, person, by=COMMAND_LINE, one_time_key=tokens.one_time())


def test_who_registers_again_is_sent_the_link_of_the_registration_that_is_active():
    cohort_id = a_cohort()
    second = twice(cohort_id)
    with pytest.raises(AlreadyRegistered):
        register(cohort_id, email="twice@example.ca")
    cause = db.session.scalars(db.select(Message.cause).where(Message.kind == "already_registered")).one()
    assert cause.startswith(f"already:{second}:")


def test_the_spelling_of_ones_own_address_may_be_corrected_whatever_was_cancelled_before():
    second = by_reference(twice(a_cohort()))
    addresses.correct(second.id, by=applicant(second.id), email="Twice@example.ca")
    assert read(second.id).email == "Twice@example.ca"
