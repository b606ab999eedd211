"""Transfers: a registration becomes somebody else's, who agrees by mail; no seat is freed or taken."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import addresses, clock, tokens
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Missing
from cohorts.mail.rendering import Recipient
from cohorts.questions.asking import Given
from cohorts.registrations import answers, entries, moves, registrations
from cohorts.registrations.emails import handed_over, present_state, transfer_invitation
from cohorts.registrations.errors import AddressTaken, InvitationEnded, InvitationUsed, NotActive
from cohorts.registrations.models import Registration, Transfer
from cohorts.registrations.registrations import Person


@verb
def propose(registration_id: int, *, by: Actor, name: str, email: str, language: str, key: str | None = None) -> None:
    """Invite somebody to take a registration over; a new invitation ends the one before.

    Raises NotActive, AddressTaken, CohortOver.
    """
    registration, _line, cohort = registrations.locked(registration_id)
    if trail.done(key):
        return
    entries.refuse_unless_alive(cohort)
    _refuse(registration, addresses.canonical(email))
    db.session.execute(delete(Transfer).where(Transfer.registration_id == registration.id))
    transfer = Transfer(
        registration_id=registration.id, registration=registration, name=name, email=email,
        email_key=addresses.canonical(email), language=language, version=tokens.one_time(),
        ends_at=entries.offer_end(cohort, until=cohort.ends_at),
    )  # fmt: skip
    add(transfer)
    _record("transfer", registration, by, {"email": (registration.email, email)}, key)
    transfer_invitation.write(transfer)


@verb
def call_off(registration_id: int, *, by: Actor) -> None:
    """End an open invitation; the registration stays whose it is. Done twice is done once."""
    registration = registrations.locked(registration_id)[0]
    transfer = open_for(registration)
    if transfer is not None:
        db.session.delete(transfer)
        _record("call_off_transfer", registration, by, {})


@verb
def agree(
    transfer_id: int, version: str, *, by: Actor, person: Person, privacy_notice_id: int, key: str | None = None,
    given: Sequence[Given] = (),
) -> Registration:  # fmt: skip
    """Take a registration over: its link and its address change, the old link dies. Done twice is done once.

    The address is that of the invitation. With the form's `key`, only the form that was first is answered again.
    What the former person answered is left behind; `given` is what the new one says.
    Raises Missing, InvitationEnded, InvitationUsed, NotActive, AddressTaken, Gone (a file).
    """
    registration_id = db.session.scalar(select(Transfer.registration_id).where(Transfer.id == transfer_id))
    if registration_id is None:
        raise Missing
    registration = registrations.locked(registration_id)[0]
    transfer = db.session.get(Transfer, transfer_id, populate_existing=True)
    if transfer is None or transfer.version != version:
        raise Missing
    mark = tokens.keyed_hash("agreed", key, version) if key else None
    if transfer.agreed_at is not None:
        if mark and not trail.done(mark):
            raise InvitationUsed
        return registration
    if clock.now() > transfer.ends_at:
        raise InvitationEnded
    _refuse(registration, transfer.email_key)
    before = Recipient(registration.name, registration.email), registration.language
    replaced = {"name": (registration.name, person.name), "email": (registration.email, transfer.email)}
    _record("agree", registration, by, replaced, mark)
    _hand_over(registration, transfer, person, privacy_notice_id)
    answers.store(registration.id, given, form_key=key or "")
    handed_over.write(registration, *before)
    present_state.write(registration)
    return registration


def invitation(transfer_id: int, version: str) -> Transfer:
    """The invitation, used or not, that a link of this version leads to; raises Missing."""
    found = db.session.get(Transfer, transfer_id)
    if found is None or found.version != version:
        raise Missing
    return found


def open_for(registration: Registration) -> Transfer | None:
    """The invitation that still waits for an answer."""
    query = select(Transfer).where(Transfer.registration_id == registration.id, Transfer.agreed_at.is_(None))
    return db.session.scalar(query)


def _refuse(registration: Registration, address: str) -> None:
    if not registration.is_active:
        raise NotActive
    if registrations.active_of(registration.cohort_id, address):
        raise AddressTaken


def _hand_over(registration: Registration, transfer: Transfer, person: Person, privacy_notice_id: int) -> None:
    now = clock.now()
    answers.leave_behind(registration.id)
    registration.name, registration.organization = person.name, person.organization
    registration.email, registration.email_key = transfer.email, transfer.email_key
    registration.address_failed_at = registration.address_failure = None
    registration.language = person.language
    registration.search = registrations.search_words(person.name, transfer.email, person.organization)
    registration.privacy_notice_id, registration.privacy_agreed_at = privacy_notice_id, now
    # Nobody asked them.
    registration.news_agreed_at = registration.news_wording = None
    registration.email_proved_at = transfer.agreed_at = now
    registration.link_version += 1
    registration.answers_version += 1
    registration.revision += 1
    db.session.flush()


def _record(act: str, registration: Registration, by: Actor, values: moves.Values, key: str | None = None) -> None:
    subject = ("registration", registration.id)
    trail.record(act, by=by, subject=subject, cohort_id=registration.cohort_id, values=values, key=key)
