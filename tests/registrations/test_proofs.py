"""The address is proved by whatever its person does by the mailed link, and by nothing that others do for them."""

from datetime import timedelta

import pytest
import time_machine

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.registrations import answering, offers, registrations, withdrawals
from tests.factories.answers import given
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, read

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort():
    """One that offers a seat which comes free, and asks a question."""
    made = a_cohort(capacity=1, on_free_seat="offer")
    a_form(made, [written("why")])
    return made


def seated(cohort):
    return a_registration(cohort)


def offered(cohort):
    first, second = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(first.id, by=COMMAND_LINE)
    return second


def withdraw(person, by):
    withdrawals.withdraw(person.id, by=by)


def decline(person, by):
    offers.decline(person.id, by=by)


def accept(person, by):
    offers.accept(person.id, by=by)


def answer(person, by):
    form = a_form(person.cohort_id, [written("why")])
    answering.change(person.id, given(form, {"why": "To learn"}), asked={each.id for each in form.questions}, by=by)


def answer_nothing(person, by):
    answering.change(person.id, [], asked=set(), by=by)


def edit(person, by):
    registrations.edit(person.id, by=by, name="Ana Roy", organization="", language="en")


ACTS = [(withdraw, seated), (decline, offered), (accept, offered), (answer, seated), (answer_nothing, seated),
        (edit, seated)]  # fmt: skip


@pytest.mark.parametrize(("act", "somebody"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_whoever_acts_by_the_mailed_link_has_proved_the_address(cohort, act, somebody):
    person = somebody(cohort)
    assert read(person.id).email_proved_at is None
    act(person, applicant(person.id))
    assert read(person.id).email_proved_at is not None


OF_OTHERS = [(act, somebody) for act, somebody in ACTS if act is not accept]


@pytest.mark.parametrize(("act", "somebody"), OF_OTHERS, ids=[act.__name__ for act, _ in OF_OTHERS])
def test_what_is_done_for_somebody_proves_nothing(cohort, act, somebody):
    person = somebody(cohort)
    act(person, COMMAND_LINE)
    assert read(person.id).email_proved_at is None


def test_the_first_time_is_kept(cohort):
    person = seated(cohort)
    answer_nothing(person, applicant(person.id))
    first = read(person.id).email_proved_at
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        withdraw(person, applicant(person.id))
    assert read(person.id).email_proved_at == first
