"""Offers: held until their deadline, answered once, given on in the same transaction."""

from datetime import timedelta

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock, tokens
from cohorts.programs import institution as institutions
from cohorts.registrations import cancellations, cohorts, decisions, held_back, offers, queries, withdrawals
from cohorts.registrations.errors import (
    AgreementMissing,
    CannotMove,
    CohortOver,
    NobodyElseWaits,
    NotEnoughSeats,
    OfferEnded,
    PastLastOffer,
    TooFewWait,
)
from tests.factories.programs import a_cohort, at, two_days
from tests.factories.registrations import a_person, a_registration, read, seats_of
from tests.registrations.reading import acts, cohort_of, expect_refused, last, said, told

pytestmark = pytest.mark.usefixtures("institution")

DAY = timedelta(hours=24)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def cohort() -> int:
    """One seat; what comes free is offered for a day."""
    return a_cohort(capacity=1, on_free_seat="offer", offer_hours=24)


@pytest.fixture
def bo(cohort):
    """Who waited, and is offered the seat that came free; writes French."""
    ana, bo = a_registration(cohort), a_registration(cohort, name="Bo Roy", language="fr")
    with clock.standing_at(clock.now()):
        withdrawals.withdraw(ana.id, by=applicant(ana.id))
    return read(bo.id)


@pytest.fixture
def line():
    """A cohort with review, one seat, and three people in its line: it is not served by itself."""
    made = a_cohort(capacity=1, admission="review")
    people = [a_registration(made) for _ in range(3)]
    decisions.decide(made, "waitlist", {each.id: 0 for each in people}, by=COMMAND_LINE)
    return made, [read(each.id) for each in people]


def accept(registration, **said):
    offers.accept(registration.id, by=applicant(registration.id), **said)


def decline(registration):
    offers.decline(registration.id, by=applicant(registration.id))


def retract(registration, **said):
    offers.retract(registration.id, by=COMMAND_LINE, **said)


def make_next(cohort, count, **said):
    return offers.make_next(cohort, count, by=COMMAND_LINE, **said)


def test_a_seat_that_comes_free_is_held_for_a_day_and_told(cohort, bo):
    assert (bo.state, bo.place) == ("offered", None)
    assert bo.offer_ends_at == bo.state_since + DAY
    assert seats_of(cohort) == (1, 1, 0)
    message = last(bo)
    assert (message.kind, message.language, message.not_after) == ("offer_made", "fr", bo.offer_ends_at)


def test_accepting_makes_the_seat_theirs_and_proves_the_address(cohort, bo):
    accept(bo)
    found = read(bo.id)
    assert (found.state, found.offer_ends_at, found.remind_at) == ("confirmed", None, None)
    assert found.email_proved_at is not None
    assert seats_of(cohort) == (1, 1, 0)
    assert (last(bo).kind, last(bo).language) == ("seat_confirmed", "fr")
    assert acts(bo) == ["register", "promote", "accept"]


def test_an_offer_used_twice_is_used_once(bo):
    for _ in range(2):
        accept(bo)
    assert told(bo) == ["waitlisted", "offer_made", "seat_confirmed"]


@pytest.mark.parametrize("answer", [accept, decline])
def test_an_offer_may_be_answered_to_its_last_second_and_not_after(bo, answer):
    with clock.standing_at(bo.offer_ends_at + A_SECOND), expect_refused(OfferEnded, "has ended"):
        answer(bo)
    with clock.standing_at(bo.offer_ends_at):
        answer(bo)
    assert read(bo.id).state in ("confirmed", "declined")


def test_an_offer_that_the_worker_ended_has_ended(bo):
    with clock.standing_at(bo.offer_ends_at + timedelta(minutes=2)):
        offers.expire_due()
        for answer in (accept, decline):
            with expect_refused(OfferEnded):
                answer(bo)


def test_an_answer_to_an_offer_that_is_none_any_more_names_who_and_what(bo):
    cancellations.cancel(bo.id, by=COMMAND_LINE, reason="")
    for answer in (accept, decline):
        with expect_refused(CannotMove, "Bo Roy: now cancelled."):
            answer(bo)


def test_who_declined_cannot_accept_and_who_accepted_cannot_decline(cohort, bo):
    cy = a_registration(cohort)
    decline(bo)
    with expect_refused(CannotMove, "now declined"):
        accept(bo)
    accept(cy)
    with expect_refused(CannotMove, "now confirmed"):
        decline(cy)


def test_nobody_accepts_a_seat_in_a_cancelled_cohort(cohort, bo):
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        accept(bo)


def test_who_was_given_a_seat_agrees_to_the_privacy_notice_when_they_accept():
    cohort = a_cohort()
    held_back.hold(cohort, 1, by=COMMAND_LINE)
    ana = queries.by_reference(held_back.give(cohort, a_person(), by=COMMAND_LINE, one_time_key=tokens.one_time()))
    with expect_refused(AgreementMissing):
        accept(ana)
    notice = institutions.current().privacy_notice_id
    accept(ana, privacy_notice_id=notice)
    found = read(ana.id)
    assert (found.state, found.privacy_notice_id) == ("confirmed", notice)
    assert found.privacy_agreed_at is not None


def test_a_declined_seat_goes_to_the_next_at_once_and_once(cohort, bo):
    cy, dee = a_registration(cohort), a_registration(cohort)
    for _ in range(2):
        decline(bo)
    assert [read(each.id).state for each in (bo, cy, dee)] == ["declined", "offered", "waitlisted"]
    assert seats_of(cohort) == (1, 1, 1)
    assert told(bo)[2:] == ["declined"]
    assert (last(bo).language, acts(bo)[-1], acts(cy)) == ("fr", "decline", ["register", "promote"])


def test_an_offer_taken_back_leads_to_the_end_of_the_line_with_its_reason(cohort, bo):
    cy, dee = a_registration(cohort), a_registration(cohort)
    for _ in range(2):
        retract(bo, reason="A mistake of ours.", key="once")
    assert [read(each.id).state for each in (bo, cy, dee)] == ["waitlisted", "offered", "waitlisted"]
    assert queries.position(read(bo.id)) == 2
    assert seats_of(cohort) == (1, 1, 2)
    assert told(bo)[2:] == ["offer_retracted"]
    assert b"A mistake of ours." in last(bo).body and last(bo).language == "fr"
    assert said(bo, "retract")["reason"] == (None, "A mistake of ours.")


def test_an_offer_is_not_taken_back_where_it_would_come_straight_back(bo):
    with expect_refused(NobodyElseWaits, "Cancel the registration instead"):
        retract(bo)


def test_where_the_line_is_not_served_an_offer_is_taken_back_and_the_seat_stays_free(line):
    cohort, (ana, *_others) = line
    make_next(cohort, 1)
    retract(ana)
    assert queries.position(read(ana.id)) == 3
    assert seats_of(cohort) == (1, 0, 3)


def test_what_is_no_offer_is_not_taken_back(line):
    with expect_refused(CannotMove, "now on the waiting list"):
        retract(line[1][0])


def test_the_next_are_offered_seats_in_their_order_and_once_for_each_form():
    cohort = a_cohort(capacity=3, admission="review")
    people = [a_registration(cohort) for _ in range(4)]
    decisions.decide(cohort, "waitlist", {each.id: 0 for each in people}, by=COMMAND_LINE)
    assert [make_next(cohort, 2, key="once") for _ in range(2)] == [2, 2]
    assert [read(each.id).state for each in people] == ["offered", "offered", "waitlisted", "waitlisted"]
    assert seats_of(cohort) == (3, 2, 2)
    assert {last(each).kind for each in people[:2]} == {"offer_made"}
    assert said(cohort_of(cohort), "offer_next") == {"count": (None, "2")}
    assert make_next(cohort, 1, key="another") == 1


def test_more_offers_than_free_seats_are_refused_with_the_numbers(line):
    cohort, people = line
    with expect_refused(NotEnoughSeats, "2 offers are more than the free seats: 1. Nothing was changed."):
        make_next(cohort, 2)
    held_back.hold(cohort, 1, by=COMMAND_LINE)
    with expect_refused(NotEnoughSeats, "1 offer is more than the free seats: 0, with 1 held back."):
        make_next(cohort, 1)
    assert {read(each.id).state for each in people} == {"waitlisted"}


def test_more_offers_than_people_who_wait_are_refused_with_the_numbers():
    cohort = a_cohort(capacity=3, admission="review")
    with expect_refused(TooFewWait, "1 offer is more than the people waiting: 0."):
        make_next(cohort, 1)


def test_nobody_is_offered_a_seat_after_the_last_offer_or_the_cohort(line):
    cohort, _people = line
    sessions = two_days()
    with clock.standing_at(sessions[0].starts_at), expect_refused(PastLastOffer):
        make_next(cohort, 1)
    with clock.standing_at(sessions[-1].ends_at), expect_refused(CohortOver):
        make_next(cohort, 1)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        make_next(cohort, 1)


def test_no_offer_runs_past_the_last_offer():
    soon = clock.now() + timedelta(hours=5)
    cohort = a_cohort(capacity=1, on_free_seat="offer", offer_hours=24, last_offer_at=soon)
    ana, waiting = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert read(waiting.id).offer_ends_at == soon


def test_working_hours_leave_out_nights_weekends_and_the_holidays_of_the_region():
    cohort = a_cohort(
        capacity=1, on_free_seat="offer", offer_hours=16, offer_working_hours=True, venue_region={"en": "Quebec"},
        sessions=two_days(at("2027-09-01 14:00")),
    )  # fmt: skip
    # Wednesday, June 23, at noon in Ottawa; Thursday is Quebec's national holiday.
    with clock.standing_at(at("2027-06-23 16:00")):
        ana, bo = a_registration(cohort), a_registration(cohort)
        withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert read(bo.id).offer_ends_at == at("2027-06-28 16:00")


def test_a_minute_after_its_end_the_worker_gives_the_seat_to_the_next(cohort, bo):
    cy = a_registration(cohort)
    with clock.standing_at(bo.offer_ends_at + timedelta(seconds=59)):
        assert offers.expire_due() == 0
    with clock.standing_at(bo.offer_ends_at + timedelta(minutes=1)):
        assert [offers.expire_due() for _ in range(2)] == [1, 0]
    assert [read(each.id).state for each in (bo, cy)] == ["expired", "offered"]
    assert seats_of(cohort) == (1, 1, 0)
    assert (last(bo).kind, last(bo).language, acts(bo)[-1]) == ("offer_expired", "fr", "expire")


def test_who_has_not_answered_is_reminded_once(bo):
    with clock.standing_at(bo.remind_at - A_SECOND):
        assert offers.remind_due() == 0
    with clock.standing_at(bo.remind_at):
        assert [offers.remind_due() for _ in range(2)] == [1, 0]
    assert told(bo) == ["waitlisted", "offer_made", "offer_reminder"]
    assert (last(bo).language, last(bo).not_after) == ("fr", bo.offer_ends_at)


def test_a_worker_that_comes_late_reminds_of_no_offer_that_has_ended(bo):
    with clock.standing_at(bo.offer_ends_at + A_SECOND):
        assert offers.remind_due() == 1
    assert told(bo) == ["waitlisted", "offer_made"]


def test_who_has_answered_is_not_reminded(bo):
    accept(bo)
    with clock.standing_at(bo.offer_ends_at):
        assert offers.remind_due() == 0
