"""Decisions: one by one or many at once, all or none, and never on what has changed since it was shown."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.errors import Missing
from cohorts.registrations import addresses, cohorts, decisions, queries, registrations, waitlist, withdrawals
from cohorts.registrations.errors import (
    CannotMove,
    ChangedMeanwhile,
    CohortOver,
    NotEnoughSeats,
    OutOfOrder,
    PastLastOffer,
)
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_registration, read, seats_of
from tests.registrations.reading import acts, cohort_of, expect_refused, last, said, told

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort() -> int:
    """Two seats, for whom the organizers choose."""
    return a_cohort(capacity=2, admission="review")


@pytest.fixture
def people(cohort):
    """Four who applied; the last ones write French."""
    return [a_registration(cohort, name=f"Person {n}", language="en" if n < 2 else "fr") for n in range(4)]


def decide(cohort, act, people, **said):
    revisions = {each.id: each.revision for each in people}
    return decisions.decide(cohort, act, revisions, by=COMMAND_LINE, **said)


def states(people):
    return [read(each.id).state for each in people]


@pytest.fixture
def line(cohort, people):
    """All four on the waiting list."""
    decide(cohort, "waitlist", people)
    return [read(each.id) for each in people]


def test_applications_hold_no_seat_however_many(cohort, people):
    assert states(people) == ["pending"] * 4
    assert seats_of(cohort) == (2, 0, 0)
    assert {each.place for each in people} == {None}


@pytest.mark.parametrize(
    ("act", "state", "seats", "kind"),
    [
        ("offer", "offered", (2, 2, 0), "offer_made"),
        ("waitlist", "waitlisted", (2, 0, 2), "waitlisted"),
        ("reject", "rejected", (2, 0, 0), "not_selected"),
    ],
)
def test_many_are_decided_on_at_once_each_with_the_note_and_in_their_language(cohort, people, act, state, seats, kind):
    chosen = people[1:3]
    assert [decide(cohort, act, chosen, note="Bring a laptop.", key="once") for _ in range(2)] == [2, 2]
    assert states(people) == ["pending", state, state, "pending"]
    assert seats_of(cohort) == seats
    for each, language in zip(chosen, ("en", "fr"), strict=True):
        assert (told(each), last(each).language) == (["received", kind], language)
        assert b"Bring a laptop." in last(each).body
        assert acts(each) == ["register", act]
        assert said(each, act)["note"] == (None, "Bring a laptop.")
    assert said(cohort_of(cohort), "decide") == {"decision": (None, act), "count": (None, "2")}


def test_those_who_are_put_on_the_waiting_list_together_keep_the_order_in_which_they_applied(cohort, people):
    decide(cohort, "waitlist", [people[2], people[0], people[1]])
    assert [queries.position(read(each.id)) for each in people[:3]] == [1, 2, 3]


def test_offers_beyond_the_free_seats_are_refused_all_of_them(cohort, people):
    with expect_refused(NotEnoughSeats, "3 offers are more than the free seats: 2. Nothing was changed."):
        decide(cohort, "offer", people[:3])


def act_withdraw(registration):
    withdrawals.withdraw(registration.id, by=applicant(registration.id))


def act_offer(registration):
    decide(registration.cohort_id, "offer", [read(registration.id)])


def act_correct(registration):
    addresses.correct(registration.id, by=applicant(registration.id), email="new@example.ca")


@pytest.mark.parametrize(
    ("meanwhile", "state"),
    [(act_withdraw, "withdrawn"), (act_offer, "offered a seat"), (act_correct, "waiting for a decision")],
)
def test_a_decision_on_who_changed_since_the_page_was_shown_says_what_changed(cohort, people, meanwhile, state):
    shown = {each.id: each.revision for each in people}
    meanwhile(people[1])
    email = read(people[1].id).email
    with expect_refused(ChangedMeanwhile, f"Person 1 ({email}) changed after this page was shown: now {state}."):
        decisions.decide(cohort, "reject", shown, by=COMMAND_LINE)


def test_a_changed_name_is_no_reason_to_decide_anew(cohort, people):
    shown = {each.id: each.revision for each in people}
    registrations.edit(people[0].id, by=applicant(people[0].id), name="Ana", organization="", language="en")
    assert decisions.decide(cohort, "reject", shown, by=COMMAND_LINE) == 4


def test_nobody_of_another_cohort_is_decided_on(cohort, people):
    stranger = a_registration(a_cohort(admission="review"))
    with expect_refused(Missing):
        decide(cohort, "reject", [people[0], stranger])
    with expect_refused(Missing):
        decide(cohort, "reject", [])


def test_the_first_in_line_are_offered_seats_without_a_reason(cohort, line):
    decide(cohort, "offer", [line[1], line[0]])
    assert states(line) == ["offered", "offered", "waitlisted", "waitlisted"]


def test_who_passes_others_in_line_needs_a_reason_that_the_trail_keeps_and_nobody_reads(cohort, line):
    with expect_refused(OutOfOrder, "Others wait longer."):
        decide(cohort, "offer", [line[0], line[2]])
    decide(cohort, "offer", [line[2]], reason="Speaks on Saturday")
    assert states(line) == ["waitlisted", "waitlisted", "offered", "waitlisted"]
    assert said(line[2], "offer")["out_of_order"] == (None, "Speaks on Saturday")
    assert b"Saturday" not in last(line[2]).body.split(b"Accept")[0]


def test_who_applies_may_be_offered_a_seat_while_others_wait(cohort, line):
    newcomer = a_registration(cohort)
    decide(cohort, "offer", [newcomer])
    assert read(newcomer.id).state == "offered"


def test_who_has_a_seat_is_not_decided_on_any_more(cohort, people):
    decide(cohort, "offer", people[:1])
    for act in decisions.ACTS:
        with expect_refused(CannotMove, "Person 0: now offered a seat."):
            decide(cohort, act, [read(people[0].id)])


def test_a_line_that_is_served_gives_the_free_seats_at_once(cohort, people):
    waitlist.serve_by_itself(cohort, on=True, by=COMMAND_LINE)
    decide(cohort, "waitlist", people[:3])
    assert states(people) == ["confirmed", "confirmed", "waitlisted", "pending"]
    assert told(people[0]) == ["received", "waitlisted", "seat_now_yours"]


def test_in_a_cancelled_cohort_nothing_is_decided_any_more(cohort, people):
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    for act in decisions.ACTS:
        with expect_refused(CohortOver):
            decide(cohort, act, people[:1])


def test_after_the_last_offer_one_may_still_be_told_no(cohort, people):
    with clock.standing_at(two_days()[0].starts_at):
        with expect_refused(PastLastOffer):
            decide(cohort, "offer", people[:1])
        decide(cohort, "reject", people[:1])
    assert read(people[0].id).state == "rejected"
