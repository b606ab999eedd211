"""Reinstating: who has left stands again where whoever registers now would stand."""

from datetime import timedelta

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.registrations import cancellations, cohorts, decisions, offers, queries, reinstatements, withdrawals
from cohorts.registrations.errors import AddressTaken, CannotMove, CohortOver
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_registration, read, register, seats_of
from tests.registrations.reading import acts, expect_refused, last, told

pytestmark = pytest.mark.usefixtures("institution")


def reinstate(registration, **said):
    return reinstatements.reinstate(registration.id, by=COMMAND_LINE, **said)


def leave(registration):
    withdrawals.withdraw(registration.id, by=applicant(registration.id))


def cancel(registration):
    cancellations.cancel(registration.id, by=COMMAND_LINE, reason="A mistake")


def decline(registration):
    offers.decline(registration.id, by=applicant(registration.id))


def expire(registration):
    with clock.standing_at(read(registration.id).offer_ends_at + timedelta(minutes=2)):
        offers.expire_due()


def reject(registration):
    found = read(registration.id)
    decisions.decide(found.cohort_id, "reject", {found.id: found.revision}, by=COMMAND_LINE)


ENDINGS = [
    (leave, {}, "confirmed"),
    (cancel, {}, "confirmed"),
    # Who declined by the mailed link has proved the address.
    (decline, {"verify_email": True}, "confirmed"),
    (expire, {"verify_email": True}, "offered"),
    (reject, {"admission": "review"}, "pending"),
]


@pytest.mark.parametrize(("end", "cohort", "state"), ENDINGS)
def test_however_it_ended_it_begins_anew_and_is_told(end, cohort, state):
    cohort = a_cohort(**cohort)
    ana = a_registration(cohort, language="fr")
    end(ana)
    assert seats_of(cohort) == (2, 0, 0)
    assert [reinstate(ana, key="once") for _ in range(2)] == [state, state]
    assert read(ana.id).state == state
    assert seats_of(cohort) == (2, int(state != "pending"), 0)
    assert (last(ana).kind, last(ana).language) == ("reinstated", "fr")
    assert acts(ana).count("reinstate") == told(ana).count("reinstated") == 1


def test_who_comes_back_to_a_full_cohort_has_lost_the_old_place():
    cohort = a_cohort(capacity=1)
    _ana, bo, cy = (a_registration(cohort) for _ in range(3))
    leave(bo)
    assert reinstate(bo) == "waitlisted"
    assert [queries.position(read(each.id)) for each in (cy, bo)] == [1, 2]
    assert read(bo.id).place > cy.place
    assert seats_of(cohort) == (1, 1, 2)


def test_who_proved_the_address_before_is_not_asked_again():
    ana = a_registration(a_cohort(verify_email=True))
    offers.accept(ana.id, by=applicant(ana.id))
    leave(ana)
    assert reinstate(ana) == "confirmed"


def test_who_is_active_is_not_brought_back():
    ana = a_registration(a_cohort(), name="Ana Roy")
    with expect_refused(CannotMove, "Ana Roy: now confirmed."):
        reinstate(ana)


def test_who_has_registered_anew_is_not_brought_back_beside():
    cohort = a_cohort()
    ana = a_registration(cohort, email="ana@example.ca")
    leave(ana)
    register(cohort, email="Ana@Example.ca")
    with expect_refused(AddressTaken):
        reinstate(ana)


def test_in_a_cohort_that_is_over_or_cancelled_nobody_is_brought_back():
    cohort = a_cohort()
    ana = a_registration(cohort)
    leave(ana)
    with clock.standing_at(two_days()[-1].ends_at), expect_refused(CohortOver):
        reinstate(ana)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        reinstate(ana)
