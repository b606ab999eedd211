"""Moving to another cohort of the program: out of one and into the other in one transaction."""

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.errors import Missing
from cohorts.registrations import cohorts, offers, queries, relocations, withdrawals
from cohorts.registrations.errors import AddressTaken, CohortOver, NotActive, SameCohort
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_registration, read, register, seats_of
from tests.registrations.reading import acts, expect_refused, last, said, told

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def program() -> int:
    """A program."""
    return a_program()


@pytest.fixture
def here(program) -> int:
    """A cohort of one seat."""
    return a_cohort(program_id=program, capacity=1)


@pytest.fixture
def ana(here):
    """Who has the seat, and writes French."""
    return a_registration(here, email="ana@example.ca", language="fr")


def move(registration, to, key="once"):
    """Move somebody; their registration there."""
    return queries.by_reference(relocations.move(registration.id, to=to, by=COMMAND_LINE, key=key))


def test_who_moves_has_a_seat_there_and_the_next_in_line_has_the_one_here(program, here, ana):
    bo, there = a_registration(here), a_cohort(program_id=program, capacity=1)
    moved = move(ana, there)
    assert (read(ana.id).state, moved.state, read(bo.id).state) == ("cancelled", "confirmed", "confirmed")
    assert (seats_of(here), seats_of(there)) == ((1, 1, 0), (1, 1, 0))
    assert (moved.name, moved.email, moved.privacy_notice_id) == (ana.name, ana.email, ana.privacy_notice_id)
    assert moved.reference != ana.reference
    assert (told(ana), told(moved)) == (["seat_confirmed"], ["moved"])
    assert (last(moved).language, last(moved).address) == ("fr", "ana@example.ca")
    assert (acts(ana), acts(moved)) == (["register", "move"], ["register"])
    assert said(ana, "move")["to"] == (None, str(there))
    assert said(moved, "register")["from"] == (None, str(here))


@pytest.mark.parametrize(
    ("there", "state"),
    [
        ({"capacity": 0}, "waitlisted"),
        ({"capacity": 1, "admission": "review"}, "pending"),
        ({"capacity": 1, "verify_email": True}, "offered"),
    ],
)
def test_who_moves_stands_there_like_whoever_registers_now(program, ana, there, state):
    to = a_cohort(program_id=program, **there)
    moved = move(ana, to)
    assert moved.state == state
    assert last(moved).kind == "moved"
    assert seats_of(to) == (there["capacity"], int(state == "offered"), int(state == "waitlisted"))


def test_an_address_that_is_proved_stays_proved(program, ana):
    there = a_cohort(program_id=program, verify_email=True)
    first = a_cohort(program_id=program, verify_email=True)
    held = move(ana, first)
    offers.accept(held.id, by=applicant(held.id))
    assert move(held, there, key="another").state == "confirmed"


def test_one_form_moves_once(program, here, ana):
    there = a_cohort(program_id=program)
    assert move(ana, there).id == move(ana, there).id
    assert seats_of(there) == (2, 1, 0)
    assert told(ana) == ["seat_confirmed"]


def test_there_and_back_again(program, here, ana):
    there = a_cohort(program_id=program)
    back = move(move(ana, there), here, key="back")
    assert (back.state, back.cohort_id, back.id != ana.id) == ("confirmed", here, True)
    assert (seats_of(here), seats_of(there)) == ((1, 1, 0), (2, 0, 0))


def test_moving_leads_to_another_living_cohort_of_the_same_program(program, here, ana):
    with expect_refused(SameCohort):
        move(ana, here)
    stranger, draft = a_cohort(), a_cohort(program_id=program, status="draft")
    with expect_refused(Missing):
        move(ana, stranger)
    with expect_refused(Missing):
        move(ana, 999)
    with expect_refused(CohortOver):
        move(ana, draft)
    there = a_cohort(program_id=program)
    cohorts.cancel(there, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        move(ana, there)


def test_who_has_ended_or_is_registered_there_does_not_move(program, here, ana):
    there = a_cohort(program_id=program)
    register(there, email="ANA@example.ca")
    with expect_refused(AddressTaken):
        move(ana, there)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    with expect_refused(NotActive):
        move(ana, there)
