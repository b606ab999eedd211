"""Who may be written to: decided from the kind of a message and the state of who gets it, never from a tick."""

from typing import Any

from sqlalchemy import Row

from cohorts.core import clock
from cohorts.programs.models import Cohort
from cohorts.registrations import states
from cohorts.registrations.models import Registration

# A registration, or as much of its row as this asks for.
Person = Registration | Row[Any]
# What somebody needs for what they have; what concerns what they asked for; what is new.
TRANSACTIONAL, INFORMATIONAL, NEWS = "transactional", "informational", "news"
BROADCAST, CHANGE = "broadcast", "cohort_changed"
# Why somebody is passed over.
LEFT, NO_NEWS, ADDRESS_FAILED = "left", "no_news", "address_failed"


def nature(kind: str, state: str, *, is_over: bool, is_cancelled: bool) -> str:
    """What a message of this kind is to somebody in this state; `is_over`, `is_cancelled`: the cohort."""
    if state in states.ENDED:
        # Who lost the seat because the cohort was cancelled still hears what becomes of it.
        return INFORMATIONAL if is_cancelled and state == states.CANCELLED else NEWS
    if kind == CHANGE:
        return TRANSACTIONAL
    return TRANSACTIONAL if state in states.HOLDS_A_SEAT and not is_over else INFORMATIONAL


def why_not(kind: str, nature: str, *, has_left: bool, agreed_to_news: bool, address_failed: bool) -> str | None:
    """Why somebody is not written to; None where they are."""
    if has_left and nature != TRANSACTIONAL:
        return LEFT
    if nature == NEWS and not agreed_to_news:
        return NO_NEWS
    if address_failed and (kind == BROADCAST or nature != TRANSACTIONAL):
        return ADDRESS_FAILED
    return None


def nature_now(kind: str, state: str, cohort: Cohort) -> str:
    """What a message of this kind is now to somebody in this state of this cohort."""
    over, cancelled = cohort.ends_at <= clock.now(), cohort.status == "cancelled"
    return nature(kind, state, is_over=over, is_cancelled=cancelled)


def why_not_now(kind: str, person: Person, cohort: Cohort, *, has_left: bool) -> str | None:
    """Why somebody of this cohort is not written to now; None where they are."""
    return why_not(
        kind, nature_now(kind, person.state, cohort), has_left=has_left,
        agreed_to_news=person.news_agreed_at is not None, address_failed=person.address_failed_at is not None,
    )  # fmt: skip


def is_informational(kind: str, registration: Registration) -> bool:
    """Whether a message of this kind to them has a way to get no more of its kind."""
    return nature_now(kind, registration.state, registration.cohort) != TRANSACTIONAL
