"""Asking people to complete their answers: who lacks what, one mail, and never twice a day for the same."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.registrations import answering, cohorts, completions, lacking, said, withdrawals
from cohorts.registrations.errors import CohortOver, NotActive
from tests.factories.answers import answered, given
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.questions import only_if, options
from tests.factories.registrations import a_registration, read

pytestmark = pytest.mark.usefixtures("institution")
SECTOR = written("sector", "choice", options=options("Public", "Private"))
MINISTRY = written("ministry", label="Which ministry?", required=True, show_if=only_if("sector", "public"))
ROLE = written("role", label="Your role", required=True)
DIET = written("diet", label="What do you eat?", required=True, stage="after_seat")


@pytest.fixture
def cohort_id():
    """A cohort that asks for a sector and, where that is public, a ministry."""
    made = a_cohort(capacity=3)
    a_form(made, [SECTOR, MINISTRY])
    return made


def missing(registration, form):
    return [question.key for question in lacking.of(registration, form, said.of(registration.id))]


def letters():
    return list(db.session.scalars(select(Message).where(Message.kind == "complete_answers").order_by(Message.id)))


def test_a_new_question_that_must_be_answered_is_missing_and_a_hidden_one_is_not(cohort_id):
    bo, cy = answered(cohort_id, {"sector": "private"}), answered(cohort_id, {"sector": "public", "ministry": "Health"})
    before = a_form(cohort_id, [SECTOR, MINISTRY])
    assert (missing(bo, before), missing(cy, before)) == ([], [])
    form = a_form(cohort_id, [SECTOR, MINISTRY, ROLE, DIET])
    assert missing(bo, form) == ["role", "diet"]
    assert lacking.count(cohort_id, form, REGISTRATION) == 2
    answering.change(bo.id, given(form, {"role": "Boss"}), asked={asked_in(form, "role").id}, by=applicant(bo.id))
    assert missing(read(bo.id), form) == ["diet"]
    assert lacking.count(cohort_id, form, REGISTRATION) == 1


def test_what_is_asked_after_the_seat_only_who_has_one_lacks():
    cohort_id = a_cohort(capacity=1)
    form = a_form(cohort_id, [DIET])
    seated, waiting = a_registration(cohort_id), a_registration(cohort_id)
    assert (missing(seated, form), missing(waiting, form)) == (["diet"], [])
    assert lacking.count(cohort_id, form, AFTER_SEAT) == 1
    answering.change(
        seated.id, given(form, {"diet": "All"}, AFTER_SEAT), asked={asked_in(form, "diet").id}, by=COMMAND_LINE
    )
    assert lacking.count(cohort_id, form, AFTER_SEAT) == 0


def test_where_none_of_the_later_questions_must_be_answered_whoever_answered_one_counts():
    cohort_id = a_cohort(capacity=2)
    form = a_form(cohort_id, [written("diet", stage="after_seat"), written("lift", stage="after_seat")])
    seated, _ = a_registration(cohort_id), a_registration(cohort_id)
    assert lacking.count(cohort_id, form, AFTER_SEAT) == 2
    answering.change(
        seated.id, given(form, {"lift": "Yes"}, AFTER_SEAT), asked={asked_in(form, "lift").id}, by=COMMAND_LINE
    )
    assert lacking.counts([cohort_id]) == {cohort_id: {REGISTRATION: 0, AFTER_SEAT: 1}}


def test_one_mail_names_what_is_missing_and_leads_to_it(cohort_id):
    bo = answered(cohort_id, {"sector": "private"}, language="fr")
    a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    assert completions.ask(bo.id, by=COMMAND_LINE)
    [message] = letters()
    text = mails.preview(message).text
    assert message.title.startswith("Il manque quelques réponses")
    assert "Your role" in text and "Which ministry?" not in text and "?to=answers" in text
    assert message.not_after == bo.cohort.closes
    entry = db.session.scalars(select(Activity).where(Activity.act == "ask_to_complete")).one()
    assert (entry.subject_id, [value.new for value in entry.values]) == (bo.id, ["role"])


def test_nobody_is_asked_twice_within_a_day_for_the_same(cohort_id):
    bo = answered(cohort_id, {"sector": "private"})
    a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    now = clock.now()
    with time_machine.travel(now):
        assert completions.ask(bo.id, by=COMMAND_LINE)
    with time_machine.travel(now + timedelta(hours=23)):
        assert not completions.ask(bo.id, by=COMMAND_LINE)
        a_form(cohort_id, [SECTOR, MINISTRY, ROLE, DIET])
        assert completions.ask(bo.id, by=COMMAND_LINE)
    with time_machine.travel(now + timedelta(hours=48)):
        assert completions.ask(bo.id, by=COMMAND_LINE)
    assert len(letters()) == 3


def test_a_form_that_is_sent_twice_asks_once(cohort_id):
    bo = answered(cohort_id, {"sector": "private"})
    a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    assert [completions.ask(bo.id, by=COMMAND_LINE, key="form") for _ in range(2)] == [True, True]
    assert len(letters()) == 1


def test_who_lacks_nothing_is_not_written_to(cohort_id):
    bo = answered(cohort_id, {"sector": "private"})
    assert not completions.ask(bo.id, by=COMMAND_LINE)
    assert letters() == []


def test_all_of_a_cohort_who_lack_an_answer_are_asked_and_nobody_else(cohort_id):
    people = [answered(cohort_id, {"sector": "private"}) for _ in range(3)]
    form = a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    done = people[0]
    answering.change(done.id, given(form, {"role": "Boss"}), asked={asked_in(form, "role").id}, by=COMMAND_LINE)
    withdrawals.withdraw(people[1].id, by=applicant(people[1].id))
    assert completions.ask_all(cohort_id, by=COMMAND_LINE, key="form") == 1
    assert completions.ask_all(cohort_id, by=COMMAND_LINE, key="another") == 0
    assert [message.address for message in letters()] == [people[2].email]


def test_a_question_that_was_added_after_the_window_can_still_be_answered(cohort_id):
    bo = answered(cohort_id, {"sector": "private"})
    form = a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    with time_machine.travel(bo.cohort.closes + timedelta(hours=1)):
        assert missing(bo, form) == ["role"]
        assert completions.ask(bo.id, by=COMMAND_LINE)
    assert letters()[-1].not_after == bo.cohort.ends_at


def test_what_has_ended_or_is_over_is_not_asked(cohort_id):
    bo, cy = (answered(cohort_id, {"sector": "private"}) for _ in range(2))
    a_form(cohort_id, [SECTOR, MINISTRY, ROLE])
    withdrawals.withdraw(bo.id, by=applicant(bo.id))
    with pytest.raises(NotActive):
        completions.ask(bo.id, by=COMMAND_LINE)
    cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Storm")
    with pytest.raises(CohortOver):
        completions.ask(cy.id, by=COMMAND_LINE)
    assert db.session.scalar(select(func.count()).select_from(Message).where(Message.kind == "complete_answers")) == 0
