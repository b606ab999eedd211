"""Transfers: another person on the same registration; no seat is freed or taken, and the old link dies."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs import institution as institutions
from cohorts.registrations import cohorts, held_back, links, offers, queries, transfers, withdrawals
from cohorts.registrations.errors import (
    AddressTaken,
    AlreadyRegistered,
    CohortOver,
    InvitationEnded,
    InvitationUsed,
    NotActive,
)
from cohorts.registrations.models import Transfer
from cohorts.registrations.registrations import Person
from tests.factories.programs import a_cohort, two_days
from tests.factories.registrations import a_person, a_registration, read, register, seats_of
from tests.registrations.reading import acts, expect_refused, last, messages, said, told

pytestmark = pytest.mark.usefixtures("institution")

BO = {"name": "Bo Tremblay", "email": "bo@example.ca", "language": "fr"}


@pytest.fixture
def cohort() -> int:
    """One seat; invitations and offers run for a day."""
    return a_cohort(capacity=1, offer_hours=24)


@pytest.fixture
def ana(cohort):
    """Who has the seat."""
    return a_registration(cohort, email="ana@example.ca")


def propose(registration, **changes):
    """Invite Bo; the open invitation."""
    transfers.propose(registration.id, by=COMMAND_LINE, **{**BO, **changes})
    return transfers.open_for(read(registration.id))


def agree(invitation, version=None, key=None):
    person = Person("Bo Tremblay", "somebody-else@example.ca", "Phare", "fr")
    return transfers.agree(
        invitation.id, version or invitation.version, by=applicant(invitation.registration_id), person=person,
        privacy_notice_id=institutions.current().privacy_notice_id, key=key,
    )  # fmt: skip


def key_of(registration):
    return urlsplit(links.manage(registration)).path.rsplit("/", 1)[1]


def test_an_invitation_goes_to_the_new_person_and_changes_nothing(cohort, ana):
    invitation = propose(ana)
    found = read(ana.id)
    assert (found.state, found.email, found.link_version) == ("confirmed", "ana@example.ca", 1)
    assert seats_of(cohort) == (1, 1, 0)
    message = last(ana)
    assert (message.kind, message.address, message.language) == ("transfer_invitation", "bo@example.ca", "fr")
    assert message.not_after == invitation.ends_at <= clock.now() + timedelta(hours=24)
    assert acts(ana) == ["register", "transfer"]
    assert said(ana, "transfer") == {"email": ("ana@example.ca", "bo@example.ca")}


def test_one_form_invites_once_and_another_ends_the_invitation_before(ana):
    first = propose(ana, key="once")
    first_id, first_version = first.id, first.version
    again = propose(ana, key="once")
    assert (again.id, again.version) == (first_id, first_version)
    second = propose(ana, email="cy@example.ca", key="another")
    assert second.version != first_version
    with expect_refused(Missing):
        agree(second, version=first_version)
    assert told(ana).count("transfer_invitation") == 2


def test_who_agrees_has_the_registration_its_seat_and_its_only_link(cohort, ana):
    old = key_of(ana)
    agree(propose(ana))
    found = read(ana.id)
    assert (found.state, found.name, found.email, found.language) == ("confirmed", "Bo Tremblay", "bo@example.ca", "fr")
    assert (found.organization, found.search) == ("Phare", "bo tremblay bo@example.ca phare")
    assert None not in (found.email_proved_at, found.privacy_agreed_at)
    assert seats_of(cohort) == (1, 1, 0)
    with pytest.raises(Missing):
        links.opened(old)
    assert links.opened(key_of(found)).id == ana.id
    sent = [(each.kind, each.address, each.language) for each in messages(ana)[2:]]
    assert sent == [("handed_over", "ana@example.ca", "en"), ("seat_confirmed", "bo@example.ca", "fr")]
    assert said(ana, "agree")["email"] == ("ana@example.ca", "bo@example.ca")
    assert said(ana, "agree")["name"][1] == "Bo Tremblay"


def test_who_takes_over_a_place_in_line_has_just_that(cohort, ana):
    waiting = a_registration(cohort)
    place = waiting.place
    agree(propose(waiting))
    found = read(waiting.id)
    assert (found.state, found.place, queries.position(found)) == ("waitlisted", place, 1)
    assert seats_of(cohort) == (1, 1, 1)


def test_an_offer_that_is_taken_over_keeps_its_end():
    cohort = a_cohort(capacity=1, on_free_seat="offer")
    ana, waiting = a_registration(cohort), a_registration(cohort)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    ends = read(waiting.id).offer_ends_at
    agree(propose(waiting))
    assert (read(waiting.id).state, read(waiting.id).offer_ends_at) == ("offered", ends)
    assert last(waiting).kind == "offer_made"
    offers.accept(waiting.id, by=applicant(waiting.id))
    assert seats_of(cohort) == (1, 1, 0)


def test_agreeing_twice_with_one_form_is_agreeing_once(ana):
    invitation = propose(ana)
    for _ in range(2):
        agree(invitation, key="once")
    assert acts(ana).count("agree") == 1
    with expect_refused(InvitationUsed):
        agree(invitation, key="another")


def test_an_invitation_is_good_until_its_end_and_not_after(ana):
    invitation = propose(ana)
    with clock.standing_at(invitation.ends_at + timedelta(seconds=1)), expect_refused(InvitationEnded):
        agree(invitation)
    with clock.standing_at(invitation.ends_at):
        agree(invitation)
    assert read(ana.id).email == "bo@example.ca"


def test_an_invitation_that_is_called_off_is_none_any_more(ana):
    invitation = propose(ana)
    for _ in range(2):
        transfers.call_off(ana.id, by=COMMAND_LINE)
    with expect_refused(Missing):
        agree(invitation, version=invitation.version)
    assert acts(ana) == ["register", "transfer", "call_off_transfer"]
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == 0


def test_nobody_is_invited_who_is_registered_here_already(cohort, ana):
    register(cohort, email="cy@example.ca")
    for email in ("cy@example.ca", "ANA@Example.ca"):
        with expect_refused(AddressTaken, "already has an active registration"):
            propose(ana, email=email)


def test_who_registered_meanwhile_does_not_take_a_second_one_over(cohort, ana):
    invitation = propose(ana)
    register(cohort, email="BO@example.ca")
    with expect_refused(AddressTaken):
        agree(invitation)


def test_what_has_ended_is_not_handed_over(ana):
    invitation = propose(ana)
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    with expect_refused(NotActive):
        agree(invitation)
    with expect_refused(NotActive):
        propose(ana, email="cy@example.ca")


def test_in_a_cohort_that_is_over_or_cancelled_nobody_is_invited(cohort, ana):
    with clock.standing_at(two_days()[-1].ends_at), expect_refused(CohortOver):
        propose(ana)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    with expect_refused(CohortOver):
        propose(ana)


def test_a_link_is_good_for_its_own_purpose_and_registration_only(ana):
    invitation, other = propose(ana), propose(a_registration(a_cohort()))
    invites = urlsplit(links.invitation(invitation)).path.rsplit("/", 1)[1]
    assert links.invited(invites) == (invitation.id, invitation.version)
    with pytest.raises(Missing):
        links.opened(invites)
    with pytest.raises(Missing):
        links.invited(key_of(read(ana.id)))
    with expect_refused(Missing):
        agree(invitation, version=other.version)


def test_who_takes_over_a_seat_that_was_given_has_agreed_with_it(cohort):
    held_back.hold(cohort, 1, by=COMMAND_LINE)
    given = queries.by_reference(held_back.give(cohort, a_person(), by=COMMAND_LINE, one_time_key="once"))
    agree(propose(given))
    offers.accept(given.id, by=applicant(given.id))
    assert read(given.id).state == "confirmed"


def test_the_form_that_made_a_registration_is_no_key_to_it_once_it_is_somebody_elses(cohort):
    made = register(cohort, key="once", email="ana@example.ca")
    registration = queries.by_reference(made.reference)
    invitation = propose(registration)
    agree(invitation)
    with pytest.raises(AlreadyRegistered):
        register(cohort, key="once", email="ana@example.ca")
