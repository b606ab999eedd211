"""The outbox: messages are written in the transaction of the change that they tell about."""

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.core.database import Base, db, verb
from cohorts.mail.models import FIRST_LANE, WAITING, Message
from cohorts.mail.rendering import Outgoing


def _once(insert: Any) -> Any:
    messages = Base.metadata.tables[Message.__tablename__]
    return insert(messages).on_conflict_do_nothing(index_elements=["cause"])


_INSERT = {"postgresql": _once(postgresql.insert), "sqlite": _once(sqlite.insert)}


@verb
def write(
    message: Outgoing, *, subject: tuple[str, int], not_after: datetime | None = None, lane: int = FIRST_LANE,
    batch: str | None = None, said: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Put a message into the outbox; one of the same cause stays the only one.

    `subject` is what it is about; after `not_after` nobody wants it any more. `batch`: what it is one of many of.
    `said`: what only the change knew that it tells of, so that it can be written again.
    """
    now = clock.now()
    values: dict[str, Any] = {
        **vars(message),
        "subject_type": subject[0],
        "subject_id": subject[1],
        "lane": lane,
        "batch": batch,
        "said": said,
        "state": "queued",
        "attempts": 0,
        "created_at": now,
        "due_at": now,
        "not_after": not_after,
    }
    db.session.connection().execute(_INSERT[db.engine.dialect.name], values)


@verb
def release(message_id: int, *, by: Actor) -> None:
    """Let a message go that was held because it is old. Done twice is done once."""
    _queue_again(message_id, "release", by, before=("held",))


@verb
def retry(message_id: int, *, by: Actor) -> None:
    """Try a failed message again, at once. Done twice is done once."""
    _queue_again(message_id, "retry", by, before=("failed",))


@verb
def drop(subject_type: str) -> None:
    """Delete what still waits about things of this kind: nobody gets it."""
    db.session.execute(delete(Message).where(Message.subject_type == subject_type, Message.state == "queued"))


@verb
def drop_batch(batch: str) -> int:
    """Keep back what still waits of many: nobody gets it any more; how many that were.

    What a worker has in its hands may still arrive, but is not tried again.
    """
    now = clock.now()
    unsent = Message.batch == batch, Message.state.in_(WAITING)
    free = or_(Message.claim.is_(None), Message.claimed_until < now)
    dropped: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Message).where(*unsent, free).values(state="dropped")
    )
    db.session.execute(update(Message).where(*unsent).values(not_after=now))
    return int(dropped.rowcount)


def _queue_again(message_id: int, act: str, by: Actor, *, before: tuple[str, ...]) -> None:
    change = (
        update(Message)
        .where(Message.id == message_id, Message.state.in_(before))
        .values(state="queued", due_at=clock.now(), attempts=0, answer=None, give_up_at=None, fault=None)
    )
    changed: CursorResult[Any] = db.session.execute(change)  # type: ignore[assignment]
    if changed.rowcount:
        trail.record(act, by=by, subject=("message", message_id))
