"""Organizers cancel a registration, or a whole cohort."""

import pytest
from sqlalchemy import select

from cohorts.activity import queries as trail_of
from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import cancellations, cohorts
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, read, seats_of

pytestmark = pytest.mark.usefixtures("institution")


def kinds(registration):
    query = select(Message.kind).where(Message.subject_id == registration.id).order_by(Message.id)
    return list(db.session.scalars(query))


def test_a_cancelled_registration_passes_its_seat_on_and_keeps_the_reason():
    cohort = a_cohort(capacity=1)
    ana, bo = a_registration(cohort), a_registration(cohort)
    cancellations.cancel(ana.id, by=COMMAND_LINE, reason="Asked by phone", key="k")
    assert [read(p.id).state for p in (ana, bo)] == ["cancelled", "confirmed"]
    entry = trail_of.of(("registration", ana.id))[0]
    assert ("reason", "Asked by phone") in [(value.name, value.new) for value in entry.values]
    assert kinds(ana)[-1] == "cancelled"


def test_cancelling_twice_tells_once():
    ana = a_registration(a_cohort())
    for _ in range(2):
        cancellations.cancel(ana.id, by=COMMAND_LINE, reason="Asked by phone", key="k")
    assert kinds(ana) == ["seat_confirmed", "cancelled"]


def test_a_cancelled_cohort_ends_everybodys_registration_in_batches_and_promotes_nobody():
    cohort = a_cohort(capacity=2)
    people = [a_registration(cohort) for _ in range(5)]
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    assert {read(p.id).state for p in people} == {"confirmed", "waitlisted"}
    done = []
    while ended := cancellations.carry_on(batch=2):
        done.append(ended)
    assert done == [2, 2, 1]
    assert {read(p.id).state for p in people} == {"cancelled"}
    assert [kinds(p)[1:] for p in people] == [["cohort_cancelled"]] * 5
    assert seats_of(cohort) == (2, 0, 0)


def test_nothing_is_left_to_cancel_where_no_cohort_was_cancelled():
    a_registration(a_cohort())
    assert cancellations.carry_on() == 0
