"""Seats held back: nobody's until they are given to somebody by name, or released."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.errors import Stale
from cohorts.programs.models import Seats
from cohorts.registrations import cohorts, held_back, offers, queries
from cohorts.registrations.errors import AddressTaken, BelowTaken, CohortOver, NothingHeldBack, PastLastOffer
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_person, a_registration, read, seats_of
from tests.registrations.reading import acts, cohort_of, expect_refused, last, said

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort() -> int:
    """Two seats, one of them held back."""
    made = a_cohort(capacity=2)
    hold(made, 1)
    return made


def hold(cohort, count, **said):
    held_back.hold(cohort, count, by=COMMAND_LINE, **said)


def give(cohort, key="once", **person):
    reference = held_back.give(cohort, a_person(**person), by=COMMAND_LINE, one_time_key=key)
    return queries.by_reference(reference)


def held(cohort):
    db.session.expire_all()
    return db.session.get_one(Seats, cohort).held_back


def test_a_seat_held_back_is_not_free_until_it_is_released(cohort):
    _ana, bo = a_registration(cohort), a_registration(cohort)
    assert bo.state == "waitlisted"
    hold(cohort, 0)
    assert read(bo.id).state == "confirmed"
    assert (held(cohort), seats_of(cohort)) == (0, (2, 2, 0))
    assert said(cohort_of(cohort), "set_capacity") == {"held_back": ("1", "0")}


def test_only_seats_that_are_free_are_held_back(cohort):
    a_registration(cohort)
    with expect_refused(BelowTaken, "1 seat is taken and 2 held back: together they cannot be more than 2."):
        hold(cohort, 2)


def test_the_same_number_again_changes_nothing_and_an_old_page_says_so(cohort):
    version = cohort_of(cohort).version
    hold(cohort, 1, expected=1)
    assert cohort_of(cohort).version == version
    hold(cohort, 2)
    with expect_refused(Stale):
        hold(cohort, 0, expected=1)


def test_a_seat_held_back_is_offered_to_a_named_person_in_their_language(cohort):
    version = cohort_of(cohort).version
    zoe = give(cohort, name="Zoé Côté", language="fr")
    assert (zoe.state, zoe.name, zoe.privacy_agreed_at, zoe.email_proved_at) == ("offered", "Zoé Côté", None, None)
    assert (held(cohort), seats_of(cohort)) == (0, (2, 1, 0))
    assert (last(zoe).kind, last(zoe).language, last(zoe).not_after) == ("offer_made", "fr", zoe.offer_ends_at)
    assert acts(zoe) == ["give"]
    assert said(zoe, "give") == {"state": (None, "offered"), "held_back": ("1", "0")}
    assert cohort_of(cohort).version == version + 1


def test_one_form_gives_one_seat(cohort):
    hold(cohort, 2)
    assert give(cohort, email="zoe@example.ca").id == give(cohort, email="ZOE@example.ca").id
    assert held(cohort) == 1
    give(cohort, email="another@example.ca")
    assert held(cohort) == 0


def test_who_waits_may_be_given_a_seat_that_is_held_back(cohort):
    a_registration(cohort)
    first, second = (a_registration(cohort, email=f"{name}@example.ca") for name in ("first", "second"))
    assert give(cohort, email="second@example.ca").id == second.id
    assert [read(each.id).state for each in (first, second)] == ["waitlisted", "offered"]
    assert seats_of(cohort) == (2, 2, 1)
    assert acts(second) == ["register", "offer"]


def test_who_has_a_seat_is_not_given_another(cohort):
    a_registration(cohort, email="ana@example.ca")
    with expect_refused(AddressTaken):
        give(cohort, email="Ana@Example.ca")


def test_where_nothing_is_held_back_nothing_is_given():
    cohort = a_cohort()
    with expect_refused(NothingHeldBack):
        give(cohort)


def test_no_seat_is_given_after_the_last_offer_or_in_a_cancelled_cohort(cohort):
    with clock.standing_at(two_days()[0].starts_at), expect_refused(PastLastOffer):
        give(cohort)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        give(cohort)


def test_a_seat_that_was_given_and_declined_goes_to_who_waits(cohort):
    a_registration(cohort)
    zoe, bo = give(cohort), a_registration(cohort)
    offers.decline(zoe.id, by=applicant(zoe.id))
    assert (read(bo.id).state, held(cohort)) == ("confirmed", 0)
