"""Many at the same moment: real threads, real transactions, both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.registrations import capacity, withdrawals
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration, register, seats_of

PEOPLE = 24


def at_once(app: Flask, acts: list[Callable[[], object]]) -> None:
    """Run all acts side by side, each with a session of its own."""

    def act(one: Callable[[], object]) -> None:
        with app.app_context():
            one()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, acts))


@pytest.fixture
def cohort(app):
    with app.app_context():
        an_institution()
        return a_cohort(capacity=5)


def states(cohort_id):
    return Counter(db.session.scalars(select(Registration.state).where(Registration.cohort_id == cohort_id)))


def places(cohort_id):
    waiting = select(Registration.place).where(Registration.cohort_id == cohort_id, Registration.place.is_not(None))
    return sorted(db.session.scalars(waiting))


def test_a_rush_fills_every_seat_and_not_one_more(app, cohort):
    at_once(app, [lambda: register(cohort)] * PEOPLE)
    with app.app_context():
        assert states(cohort) == {"confirmed": 5, "waitlisted": PEOPLE - 5}
        assert seats_of(cohort) == (5, 5, PEOPLE - 5)
        assert places(cohort) == list(range(1, PEOPLE - 4))


def test_the_same_form_sent_many_times_at_once_makes_one_registration(app, cohort):
    at_once(app, [lambda: register(cohort, key="once", email="ana@example.ca")] * 8)
    with app.app_context():
        assert states(cohort) == {"confirmed": 1}


def test_no_seat_stays_free_while_people_join_leave_and_the_capacity_grows(app, cohort):
    with app.app_context():
        seated = [a_registration(cohort).id for _ in range(5)]
    leave = [lambda who=who: withdrawals.withdraw(who, by=applicant(who)) for who in seated]
    join = [lambda: register(cohort)] * 12
    grow = [lambda: capacity.set_capacity(cohort, 8, by=COMMAND_LINE)]
    at_once(app, [act for pair in zip(join[:5], leave, strict=True) for act in pair] + grow + join[5:])
    with app.app_context():
        assert states(cohort) == {"confirmed": 8, "waitlisted": 4, "withdrawn": 5}
        assert seats_of(cohort) == (8, 8, 4)
