"""The capacity: raising it serves the line, lowering it stops at the seats taken and held back."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.errors import Stale
from cohorts.registrations import capacity, cohorts, held_back, withdrawals
from cohorts.registrations.errors import BelowTaken
from tests.factories.programs import a_cohort, details, two_days
from tests.factories.registrations import a_registration, read, seats_of
from tests.registrations.reading import acts, cohort_of, expect_refused, last, said

pytestmark = pytest.mark.usefixtures("institution")


def set_capacity(cohort, seats):
    capacity.set_capacity(cohort, seats, by=COMMAND_LINE)


def test_more_seats_go_to_the_first_in_line_at_once():
    cohort = a_cohort(capacity=1)
    people = [a_registration(cohort, language="fr") for _ in range(4)]
    set_capacity(cohort, 3)
    assert [read(each.id).state for each in people] == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert seats_of(cohort) == (3, 3, 1)
    assert (last(people[2]).kind, last(people[2]).language) == ("seat_now_yours", "fr")
    assert said(cohort_of(cohort), "set_capacity") == {"capacity": ("1", "3")}


def test_seats_that_people_hold_are_not_taken_away():
    cohort = a_cohort(capacity=2)
    a_registration(cohort)
    with expect_refused(BelowTaken, "1 seat is taken, so the capacity cannot be lower."):
        set_capacity(cohort, 0)
    a_registration(cohort)
    with expect_refused(BelowTaken, "2 seats are taken, so the capacity cannot be lower."):
        set_capacity(cohort, 1)


def test_an_offer_holds_its_seat_like_one_that_is_confirmed():
    cohort = a_cohort(capacity=2, on_free_seat="offer")
    ana, _bo, cy = (a_registration(cohort) for _ in range(3))
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert read(cy.id).state == "offered"
    with expect_refused(BelowTaken, "2 seats are taken"):
        set_capacity(cohort, 1)


def test_seats_held_back_are_not_taken_away_either():
    cohort = a_cohort(capacity=3)
    a_registration(cohort)
    held_back.hold(cohort, 2, by=COMMAND_LINE)
    with expect_refused(BelowTaken, "1 seat is taken and 2 held back: together they cannot be more than 2."):
        set_capacity(cohort, 2)


def test_there_are_never_fewer_than_no_seats():
    cohort = a_cohort()
    with expect_refused(BelowTaken):
        set_capacity(cohort, -1)


def test_the_same_number_again_changes_nothing():
    cohort = a_cohort(capacity=2)
    for _ in range(2):
        set_capacity(cohort, 5)
    assert acts(cohort_of(cohort)).count("set_capacity") == 1
    assert cohort_of(cohort).version == 3


def test_a_form_that_was_opened_before_does_not_put_the_old_number_back():
    cohort = a_cohort(capacity=2)
    version = cohort_of(cohort).version
    set_capacity(cohort, 5)
    with expect_refused(Stale):
        cohorts.edit(
            cohort, by=COMMAND_LINE, details=details(), sessions=two_days(), capacity=2, expected_version=version
        )
