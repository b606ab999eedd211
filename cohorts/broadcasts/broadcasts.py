"""Broadcasts: drafted, scheduled, called off, stopped, copied."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.broadcasts import audiences, recipients, words
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.errors import NobodyToWriteTo, NotGoingOut, NotWaiting, TimeIsOver, WordsStay
from cohorts.broadcasts.models import CANCELLED, DRAFT, SCHEDULED, SENDING, SENT, STOPPED, Broadcast
from cohorts.core import clock
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.core.text import Localized
from cohorts.mail import outbox, queries
from cohorts.mail.models import WAITING
from cohorts.registrations import seats

BATCH = "broadcast:"


@verb
def draft(cohort_id: int, *, key: str, subject: Localized, body: Localized, audience: Audience) -> int:
    """Begin one; its id. `key`: the form's one-time key, so that a double click begins one."""
    seats.lock(cohort_id)
    found = db.session.scalar(select(Broadcast).where(Broadcast.key == key))
    if found is None:
        found = Broadcast(
            cohort_id=cohort_id, key=key, subject=subject, body=body, audience=audience.as_json, created_at=clock.now()
        )
        add(found)
    return found.id


@verb
def edit(
    broadcast_id: int, *, expected_version: int, subject: Localized, body: Localized, audience: Audience
) -> None:  # fmt: skip
    """Change a draft. Raises WordsStay, Stale, Missing."""
    found = _draft(locked(broadcast_id), expected_version)
    found.subject, found.body, found.audience = subject, body, audience.as_json
    found.version += 1


@verb
def discard(broadcast_id: int) -> None:
    """Throw a draft away. Raises WordsStay, Missing."""
    db.session.delete(_draft(locked(broadcast_id)))


@verb
def copy(broadcast_id: int, *, key: str) -> int:
    """A draft with the words and people of another one; its id. `key`: as for `draft`."""
    found = locked(broadcast_id)
    audience = audiences.read(found.audience)
    return draft(found.cohort_id, key=key, subject=found.subject, body=found.body, audience=audience)


@verb
def schedule(
    broadcast_id: int, *, by: Actor, expected_version: int, key: str, start_at: datetime | None = None
) -> None:  # fmt: skip
    """Freeze its words and let it go out at a time, or now. `key`: the form's one-time key.

    Raises WordsStay, Stale, TimeIsOver, NobodyToWriteTo, NothingToSay, HalfWritten, BadWords, Missing.
    """
    found = locked(broadcast_id)
    if trail.done(key):
        return
    _draft(found, expected_version)
    now = clock.now()
    if start_at is not None and start_at <= now:
        raise TimeIsOver
    answers = [question.key for question in words.answers_of(found.cohort_id)]
    compiled = words.compiled(found.subject, found.body, answers=answers)
    expected = recipients.foreseen(found.cohort, audiences.read(found.audience)).reached
    if not expected:
        raise NobodyToWriteTo
    found.compiled, found.start_at = compiled, start_at or now
    _becomes(found, SCHEDULED)
    values = {"count": (None, expected), **({"start_at": (None, start_at)} if start_at else {})}
    record("schedule" if start_at else "send", found, by=by, values=values, key=key)


@verb
def end(broadcast_id: int, *, by: Actor) -> None:
    """Call it off where it waits for its time, else stop it. Raises NotGoingOut, Missing."""
    if locked(broadcast_id).status in (SCHEDULED, CANCELLED):
        cancel(broadcast_id, by=by)
    else:
        stop(broadcast_id, by=by)


@verb
def cancel(broadcast_id: int, *, by: Actor) -> None:
    """Call off one that waits for its time. Done twice is done once. Raises NotWaiting, Missing."""
    found = locked(broadcast_id)
    if found.status == CANCELLED:
        return
    if found.status != SCHEDULED:
        raise NotWaiting
    _becomes(found, CANCELLED)
    found.finished_at = clock.now()
    record("cancel", found, by=by)


@verb
def stop(broadcast_id: int, *, by: Actor) -> int:
    """Stop one in the middle: what is not yet with the mail server is dropped; how many that were.

    What a worker is handing over at this moment may still arrive, but is not tried again. Done twice is done once.
    Raises NotGoingOut, Missing.
    """
    found = locked(broadcast_id)
    if found.status == STOPPED:
        return 0
    waits = queries.by_batch([batch(found.id)])[batch(found.id)]
    if found.status != SENDING and not (found.status == SENT and any(waits[state] for state in WAITING)):
        raise NotGoingOut
    dropped = outbox.drop_batch(batch(found.id))
    _becomes(found, STOPPED)
    found.finished_at = clock.now()
    record("stop", found, by=by, values={"count": (None, dropped)})
    return dropped


def locked(broadcast_id: int) -> Broadcast:
    """A broadcast, locked and read anew; raises Missing. Part of a verb."""
    query = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update(of=Broadcast)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise Missing
    return found


def batch(broadcast_id: int) -> str:
    """What its messages are many of."""
    return f"{BATCH}{broadcast_id}"


def record(act: str, broadcast: Broadcast, *, by: Actor, values: Any = None, key: str | None = None) -> None:
    """Note in the trail what was done with it."""
    subject = ("broadcast", broadcast.id)
    trail.record(act, by=by, subject=subject, cohort_id=broadcast.cohort_id, values=values, key=key)


def _draft(found: Broadcast, expected_version: int | None = None) -> Broadcast:
    if found.status != DRAFT:
        raise WordsStay
    if expected_version not in (None, found.version):
        raise Stale
    return found


def _becomes(broadcast: Broadcast, status: str) -> None:
    broadcast.status = status
    broadcast.version += 1
