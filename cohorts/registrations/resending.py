"""Sending a message about a registration again: a new message with a cause of its own, never the old one twice."""

from collections.abc import Mapping

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.mail.models import Message
from cohorts.registrations import registrations, states
from cohorts.registrations.emails import anew
from cohorts.registrations.errors import NoLongerTrue
from cohorts.registrations.models import Registration

# The states in which what a message says is still true. What is not here has a button, or a page, of its own.
STILL_TRUE: Mapping[str, frozenset[str]] = {
    "received": frozenset({states.PENDING}),
    "seat_confirmed": frozenset({states.CONFIRMED}),
    "seat_now_yours": frozenset({states.CONFIRMED}),
    "waitlisted": frozenset({states.WAITLISTED}),
    "moved_to_end": frozenset({states.WAITLISTED}),
    "offer_retracted": frozenset({states.WAITLISTED}),
    "offer_made": frozenset({states.OFFERED}),
    "offer_reminder": frozenset({states.OFFERED}),
    "verify_address": frozenset({states.OFFERED}),
    "moved": states.ACTIVE,
    "reinstated": states.ACTIVE,
    "cohort_changed": states.ACTIVE,
    "reminder": frozenset({states.CONFIRMED}),
    "not_selected": frozenset({states.REJECTED}),
    "declined": frozenset({states.DECLINED}),
    "offer_expired": frozenset({states.EXPIRED}),
    "withdrawn": frozenset({states.WITHDRAWN}),
    "cancelled": frozenset({states.CANCELLED}),
    "cohort_cancelled": frozenset({states.CANCELLED}),
}
ACT = "resend"


def is_possible(message: Message, registration: Registration) -> bool:
    """Whether what a message said to this person may be said again."""
    return registration.state in STILL_TRUE.get(message.kind, frozenset())


@verb
def resend(message_id: int, *, by: Actor, key: str) -> None:
    """Write it again to the present address. `key`: the form's one-time key. Raises Missing, NoLongerTrue."""
    message = db.session.get(Message, message_id)
    if message is None or message.subject_type != "registration":
        raise Missing
    registration = registrations.locked(message.subject_id)[0]
    mark = tokens.keyed_hash(ACT, key, str(message_id))
    if trail.done(mark):
        return
    if not is_possible(message, registration):
        raise NoLongerTrue
    anew.write(message.kind, registration, message.said, cause=f"{ACT}:{mark}")
    trail.record(
        ACT, by=by, subject=("registration", registration.id), cohort_id=registration.cohort_id,
        values={"kind": (None, message.kind)}, key=mark,
    )  # fmt: skip
