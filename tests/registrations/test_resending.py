"""Sending a message again: a new one with a live link, while what it says is still true."""

import re

import pytest
from sqlalchemy import update

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.mail.models import Message
from cohorts.messages.kinds import KINDS
from cohorts.registrations import addresses, decisions, resending, withdrawals
from cohorts.registrations.errors import NoLongerTrue
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, read
from tests.registrations.reading import acts, expect_refused, last, messages, told

pytestmark = pytest.mark.usefixtures("institution")
LINK = re.compile(r"/registrations/link/(\S+)")
# They have a button, or a page, of their own, or are about somebody else.
NOT_AGAIN = {
    "already_registered", "answers_copy", "complete_answers", "draft_saved", "handed_over", "links_again",
    "transfer_invitation",
}  # fmt: skip
# What is written to many follows its own plan.
TO_MANY = {"thanks", "broadcast"}


@pytest.fixture
def ana(context):
    return a_registration(a_cohort(capacity=1))


def raise_link_version(registration):
    number = Registration.link_version + 1
    db.session.execute(update(Registration).where(Registration.id == registration.id).values(link_version=number))
    db.session.commit()


def test_a_message_sent_again_is_a_new_one_with_a_link_that_works(ana):
    first = last(ana)
    old_link = LINK.search(first.text)[1]
    raise_link_version(ana)
    resending.resend(first.id, by=COMMAND_LINE, key="a")
    again = last(read(ana.id))
    assert (again.kind, again.title) == (first.kind, first.title)
    assert again.id != first.id
    assert again.message_id != first.message_id
    assert LINK.search(again.text)[1] != old_link
    assert b"text/calendar" in again.body
    assert acts(ana)[-1] == "resend"


def test_pressing_twice_sends_it_once_more_and_a_new_page_sends_it_again(ana):
    first = last(ana).id
    for key in ("a", "a", "b"):
        resending.resend(first, by=COMMAND_LINE, key=key)
    assert told(ana) == ["seat_confirmed"] * 3


def test_it_goes_to_the_corrected_address(ana):
    first = last(ana).id
    addresses.correct(ana.id, by=COMMAND_LINE, email="ana.new@example.ca")
    resending.resend(first, by=COMMAND_LINE, key="a")
    assert last(read(ana.id)).address == "ana.new@example.ca"


def test_what_is_not_true_any_more_is_not_said_again(ana):
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    with expect_refused(NoLongerTrue, "not true any more"):
        resending.resend(messages(ana)[0].id, by=COMMAND_LINE, key="a")


def test_the_note_of_the_organizers_is_said_again(context):
    cohort_id = a_cohort(admission="review")
    bo = a_registration(cohort_id)
    decisions.decide(cohort_id, "reject", {bo.id: bo.revision}, by=COMMAND_LINE, note="Many applied.\nWrite to us.")
    resending.resend(last(bo).id, by=COMMAND_LINE, key="a")
    assert told(bo)[-2:] == ["not_selected", "not_selected"]
    assert "Many applied.\nWrite to us." in last(bo).text


def test_a_message_that_is_about_nobody_registered_is_not_sent_again(context):
    with expect_refused(Missing):
        resending.resend(1, by=COMMAND_LINE, key="a")


def test_every_kind_of_message_may_be_sent_again_or_has_a_reason_not_to(context):
    assert set(resending.STILL_TRUE) | NOT_AGAIN | TO_MANY >= set(KINDS)
    assert not set(resending.STILL_TRUE) & NOT_AGAIN


def test_everybody_is_told_the_number_that_they_have_now(context):
    cohort_id = a_cohort(capacity=1)
    a_registration(cohort_id)
    bo, cy = a_registration(cohort_id), a_registration(cohort_id)
    assert "no. 2" in last(cy).title
    withdrawals.withdraw(bo.id, by=applicant(bo.id))
    resending.resend(last(cy).id, by=COMMAND_LINE, key="a")
    assert "no. 1" in last(cy).title
    assert db.session.get_one(Message, last(cy).id).kind == "waitlisted"
