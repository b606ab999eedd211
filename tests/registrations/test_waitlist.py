"""The line: served in order, by whoever frees a seat, where it is served."""

from datetime import timedelta

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.mail import queries as mails
from cohorts.registrations import cancellations, capacity, cohorts, decisions, entries, offers, queries, waitlist
from cohorts.registrations import seats as seats_of_cohort
from cohorts.registrations.errors import CannotMove, WaitlistClosed, WaitlistFull
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, read, register, seats_of
from tests.registrations.reading import acts, cohort_of, expect_refused, last, told

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort() -> int:
    """One seat."""
    return a_cohort(capacity=1)


@pytest.fixture
def line(cohort):
    """Three people in line behind who has the seat; they write French."""
    a_registration(cohort)
    return [a_registration(cohort, name=f"Person {n}", language="fr") for n in range(3)]


@pytest.fixture
def resting():
    """A cohort with review and one free seat, and two who wait: their line is not served by itself."""
    made = a_cohort(capacity=1, admission="review")
    people = [a_registration(made) for _ in range(2)]
    decisions.decide(made, "waitlist", {each.id: 0 for each in people}, by=COMMAND_LINE)
    return made, people


def move_to_end(registration, **said):
    waitlist.move_to_end(registration.id, by=COMMAND_LINE, **said)


def serve_by_itself(cohort, *, on):
    waitlist.serve_by_itself(cohort, on, by=COMMAND_LINE)


def positions(people):
    return [queries.position(read(each.id)) for each in people]


def why(cohort):
    line, found = seats_of_cohort.glance(cohort)
    return entries.why_free(line, found)


def test_who_is_moved_to_the_end_comes_after_all_others_and_is_told_the_position(cohort, line):
    for _ in range(2):
        move_to_end(line[0], key="once")
    assert positions(line) == [3, 1, 2]
    assert seats_of(cohort) == (1, 1, 3)
    assert (told(line[0]), acts(line[0])) == (["waitlisted", "moved_to_end"], ["register", "move_to_end"])
    assert "au rang\N{NO-BREAK SPACE}3." in mails.preview(last(line[0])).text
    move_to_end(line[0], key="another")
    assert read(line[0].id).place > line[2].place


def test_who_does_not_wait_is_not_moved_to_the_end(cohort, line):
    cancellations.cancel(line[0].id, by=COMMAND_LINE, reason="")
    with expect_refused(CannotMove, "Person 0: now cancelled."):
        move_to_end(line[0])


def test_switched_on_the_line_gets_the_free_seats_and_switched_off_none(resting):
    cohort, (ana, bo) = resting
    assert (seats_of(cohort), why(cohort)) == ((1, 0, 2), "switched_off")
    version = cohort_of(cohort).version
    for _ in range(2):
        serve_by_itself(cohort, on=True)
    assert [read(each.id).state for each in (ana, bo)] == ["confirmed", "waitlisted"]
    serve_by_itself(cohort, on=False)
    cancellations.cancel(ana.id, by=COMMAND_LINE, reason="")
    assert (read(bo.id).state, seats_of(cohort)) == ("waitlisted", (1, 0, 1))
    assert [act for act in acts(cohort_of(cohort)) if "waitlist" in act] == ["serve_waitlist", "rest_waitlist"]
    assert cohort_of(cohort).version == version + 2


def test_a_cohort_closed_to_newcomers_goes_on_serving_its_line(cohort, line):
    cohorts.close(cohort, by=COMMAND_LINE)
    capacity.set_capacity(cohort, 2, by=COMMAND_LINE)
    assert read(line[0].id).state == "confirmed"


def test_past_the_last_offer_a_free_seat_goes_to_nobody_and_the_reason_is_known(cohort, line):
    with clock.standing_at(cohort_of(cohort).last_offer):
        capacity.set_capacity(cohort, 2, by=COMMAND_LINE)
        assert (read(line[0].id).state, why(cohort)) == ("waitlisted", "past_last_offer")


def test_a_later_last_offer_serves_a_line_that_had_ended(line):
    soon = clock.now() + timedelta(hours=1)
    cohort = a_cohort(capacity=1, last_offer_at=soon)
    ana, bo = a_registration(cohort), a_registration(cohort)
    with clock.standing_at(soon):
        cancellations.cancel(ana.id, by=COMMAND_LINE, reason="")
        assert read(bo.id).state == "waitlisted"
    serve_by_itself(cohort, on=True)
    assert read(bo.id).state == "confirmed"


def test_a_line_is_as_long_as_it_may_be_and_no_longer():
    cohort = a_cohort(capacity=1, waitlist_limit=1)
    for _ in range(2):
        register(cohort)
    with expect_refused(WaitlistFull):
        register(cohort)


def test_nobody_joins_a_line_that_nobody_serves_any_more_but_a_seat_that_nobody_waits_for_is_given():
    soon = clock.now() + timedelta(hours=1)
    cohort = a_cohort(capacity=1, last_offer_at=soon)
    ana = a_registration(cohort)
    with clock.standing_at(soon):
        with expect_refused(WaitlistClosed):
            register(cohort)
        cancellations.cancel(ana.id, by=COMMAND_LINE, reason="")
        assert a_registration(cohort).state == "confirmed"


def test_who_waits_with_an_address_never_proved_is_promoted_to_an_offer_and_the_others_to_a_seat():
    cohort = a_cohort(capacity=1, verify_email=True)
    ana, bo = a_registration(cohort), a_registration(cohort)
    offers.accept(ana.id, by=applicant(ana.id))
    cy = a_registration(cohort)
    capacity.set_capacity(cohort, 2, by=COMMAND_LINE)
    assert (read(bo.id).state, last(bo).kind) == ("offered", "offer_made")
    assert read(cy.id).state == "waitlisted"
