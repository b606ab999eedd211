"""Registering: who gets a seat, who waits, who is told what."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock, limits
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import cancellations, capacity, cohorts, queries, registrations, withdrawals
from cohorts.registrations.errors import AlreadyRegistered, NotActive, NotOpen, NotYetOpen
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_registration, read, register, seats_of

pytestmark = pytest.mark.usefixtures("institution")


def mails(registration=None):
    query = select(Message.kind).order_by(Message.id)
    if registration is not None:
        query = query.where(Message.subject_type == "registration", Message.subject_id == registration.id)
    return list(db.session.scalars(query))


def registered():
    return db.session.scalar(select(func.count()).select_from(Registration))


def test_a_free_seat_is_given_and_told():
    cohort = a_cohort(capacity=2)
    ana = a_registration(cohort)
    assert (ana.state, ana.place) == ("confirmed", None)
    assert seats_of(cohort) == (2, 1, 0)
    assert mails(ana) == ["seat_confirmed"]
    assert [entry.act for entry in trail_of.of(("registration", ana.id))] == ["register"]


def test_the_third_person_on_two_seats_waits_in_line():
    cohort = a_cohort(capacity=2)
    people = [a_registration(cohort) for _ in range(4)]
    assert [p.state for p in people] == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert [queries.position(p) for p in people] == [None, None, 1, 2]
    assert seats_of(cohort) == (2, 2, 2)
    assert mails(people[3]) == ["waitlisted"]


def test_nobody_overtakes_the_line_even_when_a_seat_is_free():
    cohort = a_cohort(capacity=1)
    first, second = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(first.id, by=applicant(first.id))
    newcomer = a_registration(cohort)
    assert (read(second.id).state, newcomer.state) == ("confirmed", "waitlisted")


def test_a_double_click_makes_one_registration():
    cohort = a_cohort()
    first = register(cohort, key="once", email="ana@example.ca")
    again = register(cohort, key="once", email="ana@example.ca")
    assert (again.reference, again.is_new) == (first.reference, False)
    assert (registered(), len(mails())) == (1, 1)


def test_back_and_a_colleagues_name_make_a_second_registration():
    cohort = a_cohort()
    register(cohort, key="once", email="ana@example.ca")
    assert register(cohort, key="once", email="bo@example.ca").is_new
    assert registered() == 2


def test_the_same_address_makes_no_second_registration_and_its_owner_gets_the_link():
    cohort = a_cohort()
    register(cohort, email="ana@example.ca")
    with pytest.raises(AlreadyRegistered):
        register(cohort, email="ANA@Example.CA", name="A Stranger")
    assert registered() == 1
    assert mails() == ["seat_confirmed", "already_registered"]


def test_one_address_may_register_in_two_cohorts():
    register(a_cohort(), email="ana@example.ca")
    register(a_cohort(), email="ana@example.ca")
    assert registered() == 2


def test_after_withdrawing_one_may_register_anew_at_the_end_of_the_line():
    cohort = a_cohort(capacity=1)
    a_registration(cohort)
    ana, bo = a_registration(cohort, email="ana@example.ca"), a_registration(cohort)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    again = a_registration(cohort, email="ana@example.ca")
    assert (queries.position(read(bo.id)), queries.position(again)) == (1, 2)


def test_who_was_cancelled_by_the_organizers_does_not_come_back_alone():
    cohort = a_cohort()
    ana = a_registration(cohort, email="ana@example.ca")
    cancellations.cancel(ana.id, by=COMMAND_LINE, reason="Asked by phone")
    with pytest.raises(AlreadyRegistered):
        register(cohort, email="ana@example.ca")


def test_before_the_window_opens_nobody_registers():
    cohort = a_cohort(registration_opens=clock.now() + timedelta(days=1))
    with pytest.raises(NotYetOpen):
        register(cohort)


def test_the_window_is_decided_when_the_form_arrives_not_when_it_was_shown():
    cohort = a_cohort(registration_closes=clock.now() + timedelta(days=2))
    register(cohort)
    with time_machine.travel(clock.now() + timedelta(days=2, seconds=1)), pytest.raises(NotOpen):
        register(cohort)


def test_once_the_first_session_has_started_nobody_registers():
    cohort = a_cohort(sessions=two_days())
    with time_machine.travel(two_days()[0].starts_at + timedelta(seconds=1)), pytest.raises(NotOpen):
        register(cohort)


def test_a_cancelled_cohort_takes_nobody():
    cohort = a_cohort()
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    with pytest.raises(NotOpen):
        register(cohort)


def test_an_address_that_is_tried_too_often_is_stopped():
    cohort = a_cohort()
    register(cohort, email="ana@example.ca")
    for _ in range(registrations.PER_HOUR - 1):
        with pytest.raises(AlreadyRegistered):
            register(cohort, email="ana@example.ca")
    with pytest.raises(limits.TooMany):
        register(cohort, email="ana@example.ca")
    assert len(mails()) <= registrations.PER_HOUR


def test_a_change_of_name_can_be_searched_and_is_on_record():
    ana = a_registration(a_cohort())
    registrations.edit(ana.id, by=applicant(ana.id), name="Zoé Côté", organization="MCN", language="fr")
    assert read(ana.id).search == f"zoe cote {ana.email} mcn"
    entry = trail_of.of(("registration", ana.id))[0]
    assert ("name", "Zoé Côté") in [(value.name, value.new) for value in entry.values]


def test_an_ended_registration_is_not_changed():
    ana = a_registration(a_cohort())
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    with pytest.raises(NotActive):
        registrations.edit(ana.id, by=applicant(ana.id), name="Zoé", organization="", language="en")


def test_raising_the_capacity_serves_the_line():
    cohort = a_cohort(capacity=1)
    people = [a_registration(cohort) for _ in range(4)]
    capacity.set_capacity(cohort, 3, by=COMMAND_LINE)
    assert [read(p.id).state for p in people] == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert seats_of(cohort) == (3, 3, 1)


def test_a_registration_takes_a_small_and_constant_number_of_statements(statements):
    cohort = a_cohort(capacity=5)
    register(cohort)
    with statements() as first:
        register(cohort)
    for _ in range(5):
        register(cohort)
    with statements() as last:
        register(cohort)
    assert len(first) <= 15
    assert abs(len(last) - len(first)) <= 1
