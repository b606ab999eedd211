"""Registering, and what applicants change about their registration."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import lazyload

from cohorts.activity import trail
from cohorts.activity.actors import Actor, applicant
from cohorts.core import addresses, clock, limits, tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.core.text import fold
from cohorts.mail.rendering import Outgoing
from cohorts.messages import suppressions
from cohorts.programs import phases
from cohorts.programs.models import Cohort, Seats
from cohorts.questions.asking import Given
from cohorts.registrations import answers, entries, moves, news, seats, states
from cohorts.registrations.emails import already_registered, present_state, seat_confirmed, waitlisted
from cohorts.registrations.errors import AlreadyRegistered, NotActive, NotOpen, NotYetOpen, WaitlistClosed, WaitlistFull
from cohorts.registrations.models import Registration

PER_HOUR = 10

# Who withdrew may come back; whom the organizers refused or cancelled may not, by themselves.
_KEEPS_ADDRESS = and_(
    Registration.email_key == bindparam("address"),
    Registration.state.in_(sorted(states.ACTIVE | states.ENDED_BY_ORGANIZERS)),
)
_KNOWN = select(Registration).where(Registration.cohort_id == bindparam("cohort"), _KEEPS_ADDRESS)
_BEFORE = (
    select(Registration).options(lazyload(Registration.cohort))
    .where(Registration.cohort_id == bindparam("cohort"), or_(Registration.key == bindparam("key"), _KEEPS_ADDRESS))
)  # fmt: skip


class Outcome(NamedTuple):
    """What the commit decided: the registration, and whether this call made it."""

    reference: str
    link_version: int
    state: str
    is_new: bool


class Foreseen(NamedTuple):
    """A registration as it will probably be, with its mail: made before the lock, while nobody waits for it."""

    registration: Registration
    versions: tuple[int, ...]
    message: Outgoing | None


class Person(NamedTuple):
    """What applicants say about themselves."""

    name: str
    email: str
    organization: str
    language: str


def register(
    person: Person, *, by: Actor, cohort_id: int, privacy_notice_id: int, one_time_key: str, tell: bool = True,
    given: Sequence[Given] = (), news_wording: str = "",
) -> Outcome:  # fmt: skip
    """Register somebody with their answers; the outcome is decided under the cohort's lock. `tell` writes the mail.

    `news_wording`: the words in which they asked for news of the program, where they did.

    Raises NotOpen, NotYetOpen, Gone (a file), and AlreadyRegistered, after whose commit the owner of the address
    gets their link.
    """
    outcome = _register(person, by, cohort_id, privacy_notice_id, one_time_key, tell, given, news_wording)
    if outcome is None:
        raise AlreadyRegistered
    return outcome


@verb
def _register(
    person: Person, by: Actor, cohort_id: int, privacy_notice_id: int, one_time_key: str, tell: bool,
    given: Sequence[Given], news_wording: str,
) -> Outcome | None:  # fmt: skip
    address = addresses.canonical(person.email)
    limits.hit("register", address, limit=PER_HOUR, seconds=3600)
    key = key_of(one_time_key, address)
    foreseen = _foreseen(person, cohort_id, key, privacy_notice_id, tell=tell)
    line, cohort = seats.lock(cohort_id)
    same, known = _before(cohort_id, key, address)
    if same is not None:
        # Under another address it is somebody else's by now, or was corrected: this form is no key to it any more.
        return _outcome(same, is_new=False) if same.email_key == address else None
    _refuse_unless_open(cohort, line)
    if known is not None:
        already_registered.write(known)
        return None
    registration = foreseen.registration
    if news_wording:
        news.agree(registration, news_wording)
    after = entries.state(registration, line, cohort)
    ends = entries.offer_end(cohort, until=cohort.ends_at) if after == states.OFFERED else None
    moves.enter(registration, after, seats=line, by=by, offer_ends_at=ends)
    answers.store(registration.id, given, form_key=one_time_key)
    if tell:
        _tell(registration, line, foreseen)
    return _outcome(registration, is_new=True)


def _foreseen(person: Person, cohort_id: int, key: str, privacy_notice_id: int, *, tell: bool) -> Foreseen:
    line, cohort = seats.glance(cohort_id)
    registration, message = new(person, cohort, key), None
    registration.privacy_notice_id, registration.privacy_agreed_at = privacy_notice_id, clock.now()
    if tell and entries.state(registration, line, cohort) == states.CONFIRMED:
        moves.foresee(registration, states.CONFIRMED)
        message = seat_confirmed.rendered(registration)
    return Foreseen(registration, cohort.versions, message)


def _tell(registration: Registration, line: Seats, foreseen: Foreseen) -> None:
    if registration.state == states.CONFIRMED and registration.cohort.versions == foreseen.versions:
        seat_confirmed.write(registration, foreseen.message)
    elif registration.state == states.WAITLISTED:
        waitlisted.write(registration, position=line.waiting)
    else:
        present_state.write(registration)


def _outcome(registration: Registration, *, is_new: bool) -> Outcome:
    return Outcome(registration.reference, registration.link_version, registration.state, is_new)


@verb
def edit(
    registration_id: int, *, by: Actor, name: str, organization: str, language: str, news_wording: str | None = None
) -> None:  # fmt: skip
    """Change what may be changed at any time; raises NotActive.

    `news_wording`: in which words they ask for news; empty where they want none, None where nothing is said of it.
    """
    registration = active(registration_id)
    if by.kind == "applicant":
        # Whoever changes it came by the link in the mail.
        registration.email_proved_at = registration.email_proved_at or clock.now()
    changes = trail.differences(registration, {"name": name, "organization": organization, "language": language})
    asked = _news(registration, news_wording)
    if changes or asked:
        registration.name, registration.organization, registration.language = name, organization, language
        registration.search = search_words(name, registration.email, organization)
        # Their calendar speaks another language now.
        registration.revision += "language" in changes and registration.state == states.CONFIRMED
        _record("edit", registration, by, {**changes, **asked})


def _news(registration: Registration, wording: str | None) -> trail.Values:
    if not wording:
        return {} if wording is None else news.withdraw(registration)
    changed = news.agree(registration, wording)
    if changed:
        # Whoever asks for news by their own link wants to be written to, whatever they said before.
        suppressions.come_back(registration.cohort.program_id, registration.email, by=applicant(registration.id))
    return changed


def active(registration_id: int) -> Registration:
    """An active registration, read under its cohort's lock; raises NotActive, Missing."""
    registration = locked(registration_id)[0]
    if not registration.is_active:
        raise NotActive
    return registration


def locked(registration_id: int) -> tuple[Registration, Seats, Cohort]:
    """A registration read under its cohort's lock; raises Missing."""
    cohort_id = db.session.scalar(select(Registration.cohort_id).where(Registration.id == registration_id))
    if cohort_id is None:
        raise Missing
    line, cohort = seats.lock(cohort_id)
    return db.session.get_one(Registration, registration_id, populate_existing=True), line, cohort


def new(person: Person, cohort: Cohort, key: str) -> Registration:
    """A registration that has not entered yet; `key` is unique in its cohort."""
    return Registration(
        cohort_id=cohort.id, cohort=cohort, key=key, name=person.name, email=person.email,
        email_key=addresses.canonical(person.email), organization=person.organization, language=person.language,
        search=search_words(person.name, person.email, person.organization),
        reference=tokens.new_reference(cohort.reference_prefix), link_version=1, revision=0,
    )  # fmt: skip


def search_words(name: str, email: str, organization: str) -> str:
    """What organizers find a registration by: small letters without accents."""
    return fold(f"{name} {email} {organization}")


def key_of(one_time_key: str, address: str) -> str:
    """The key of what the form with this one-time key makes for an address."""
    return tokens.keyed_hash("registration", one_time_key, addresses.canonical(address))


def of_key(cohort_id: int, key: str) -> Registration | None:
    """The registration that a form made under this key."""
    return db.session.scalar(select(Registration).where(Registration.cohort_id == cohort_id, Registration.key == key))


def active_of(cohort_id: int, address: str) -> Registration | None:
    """The active registration of a canonical address in a cohort."""
    found = db.session.scalars(_KNOWN, {"cohort": cohort_id, "address": address})
    return next((each for each in found if each.is_active), None)


def keeper_of(cohort_id: int, address: str) -> Registration | None:
    """The registration that keeps a canonical address in a cohort from being registered again."""
    return _keeper(db.session.scalars(_KNOWN, {"cohort": cohort_id, "address": address}))


def _refuse_unless_open(cohort: Cohort, line: Seats) -> None:
    now = cohort.phase(line, clock.now())
    if now == phases.UPCOMING:
        raise NotYetOpen
    if now == phases.WAITLIST_FULL:
        raise WaitlistFull
    if now == phases.WAITLIST_CLOSED:
        raise WaitlistClosed
    if now not in phases.TAKES_REGISTRATIONS:
        raise NotOpen


def _before(cohort_id: int, key: str, address: str) -> tuple[Registration | None, Registration | None]:
    """The registration that this very form made, and the one that keeps its address from another."""
    found = list(db.session.scalars(_BEFORE, {"cohort": cohort_id, "key": key, "address": address}))
    return next((r for r in found if r.key == key), None), _keeper([r for r in found if r.key != key])


def _keeper(found: Iterable[Registration]) -> Registration | None:
    # Whose link is of use: the active registration, else the one that ended last.
    return min(found, key=lambda each: (not each.is_active, -each.id), default=None)


def _record(act: str, registration: Registration, by: Actor, values: Mapping[str, tuple[object, object]]) -> None:
    subject = ("registration", registration.id)
    trail.record(act, by=by, subject=subject, cohort_id=registration.cohort_id, values=values)
