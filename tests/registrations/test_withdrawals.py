"""Withdrawing, and who gets the seat."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import applicant
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import queries, withdrawals
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_registration, read, seats_of

pytestmark = pytest.mark.usefixtures("institution")


def kinds(registration):
    query = select(Message.kind).where(Message.subject_id == registration.id).order_by(Message.id)
    return list(db.session.scalars(query))


def test_a_withdrawal_gives_the_seat_to_the_first_in_line():
    cohort = a_cohort(capacity=1)
    ana, bo, cy = (a_registration(cohort) for _ in range(3))
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert [read(p.id).state for p in (ana, bo, cy)] == ["withdrawn", "confirmed", "waitlisted"]
    assert kinds(bo) == ["waitlisted", "seat_now_yours"]
    assert queries.position(read(cy.id)) == 1
    assert seats_of(cohort) == (1, 1, 1)


def test_withdrawing_twice_is_withdrawing_once():
    ana = a_registration(a_cohort())
    for _ in range(2):
        withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert kinds(ana) == ["seat_confirmed", "withdrawn"]


def test_leaving_the_line_moves_the_others_up_and_frees_no_seat():
    cohort = a_cohort(capacity=1)
    _ana, bo, cy = (a_registration(cohort) for _ in range(3))
    withdrawals.withdraw(bo.id, by=applicant(bo.id))
    assert queries.position(read(cy.id)) == 1
    assert seats_of(cohort) == (1, 1, 1)


def test_a_seat_freed_after_the_cohort_is_over_goes_to_nobody():
    cohort = a_cohort(capacity=1)
    ana, bo = a_registration(cohort), a_registration(cohort)
    with time_machine.travel(two_days()[-1].ends_at + timedelta(minutes=1)):
        withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert read(bo.id).state == "waitlisted"


def test_who_has_the_promoted_seat_knows_who_freed_it_only_from_the_trail():
    cohort = a_cohort(capacity=1)
    ana, bo = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    promotion = trail_of.of(("registration", bo.id))[0]
    assert (promotion.act, promotion.actor_kind, promotion.actor_key) == ("promote", "applicant", ana.id)
