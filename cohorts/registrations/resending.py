"""Sending a message about a registration again: a new message with a cause of its own, never the old one twice."""

from collections.abc import Mapping

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.mail.models import Message
from cohorts.registrations import laws, registrations, states
from cohorts.registrations.emails import anew
from cohorts.registrations.errors import NoLongerTrue
from cohorts.registrations.models import Registration

# These tell of no change of state. What is in neither table has a button, or a page, of its own.
BESIDE = (
    ("offer_reminder", states.OFFERED), ("reminder", states.CONFIRMED),
    *(("cohort_changed", state) for state in sorted(states.ACTIVE)),
)  # fmt: skip


def _still_true() -> Mapping[str, frozenset[str]]:
    told = [(kind, state) for (_act, state), kinds in laws.TOLD.items() for kind in kinds]
    pairs = [*told, *BESIDE]
    return {kind: frozenset(state for each, state in pairs if each == kind) for kind, _state in pairs}


# In which states what a message says is still true: in those to which the act that it tells of leads.
STILL_TRUE = _still_true()
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
