"""Claims: which worker hands over which messages, by the database's clock, so that no two ever do the same."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, and_, func, or_, select, update

from cohorts.core import clock, tokens
from cohorts.core.database import db, verb
from cohorts.mail.models import Message

LEASE = timedelta(minutes=5)
# Renewed with this much left: more than one message may take.
MARGIN = timedelta(seconds=75)
STALE = timedelta(hours=48)
LOT = 20
SQLITE_TIME = "%Y-%m-%d %H:%M:%S.000000"


@dataclass
class Claim:
    """Some messages that are ours for a while."""

    token: str
    ids: list[int]
    ends: float = field(default=0.0)


def anything_due() -> bool:
    """Whether there is something to hand over; only reads."""
    found = db.session.scalar(select(Message.id).where(_due()).limit(1))
    db.session.rollback()
    return found is not None


@verb
def take() -> Claim | None:
    """Claim the next lot of due messages, the oldest first. What is too late is dropped, what is old is held."""
    now = clock.now()
    db.session.execute(update(Message).where(_due(), Message.not_after < now).values(state="dropped"))
    db.session.execute(update(Message).where(_due(), Message.due_at < now - STALE).values(state="held"))
    claim = Claim(tokens.one_time(), [], time.monotonic() + LEASE.total_seconds())
    next_lot = (
        select(Message.id).where(_due()).order_by(Message.due_at, Message.id).limit(LOT)
        .with_for_update(skip_locked=True).cte("next_lot")
    )  # fmt: skip
    taken = (
        update(Message).where(Message.id.in_(select(next_lot.c.id)))
        .values(claim=claim.token, claimed_until=_by_its_clock(LEASE)).returning(Message.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    claim.ids = sorted(db.session.scalars(taken))
    return claim if claim.ids else None


def keep(claim: Claim) -> None:
    """Make sure that the claim holds for the next message."""
    if claim.ends - time.monotonic() < MARGIN.total_seconds():
        ends = time.monotonic() + LEASE.total_seconds()
        _renew(claim.token)
        claim.ends = ends


def claimed(message_id: int, claim: Claim) -> tuple[str, bytes | None, int] | None:
    """Address, bytes and attempts so far of a message that is still ours; else None."""
    query = select(Message.address, Message.body, Message.attempts)
    found = db.session.execute(query.where(Message.id == message_id, Message.claim == claim.token)).one_or_none()
    db.session.rollback()
    return (found[0], found[1], found[2]) if found else None


@verb
def mark(message_id: int, claim: Claim, **values: Any) -> bool:
    """Write down what became of a message and let go of it; False where it is no longer ours."""
    mine = update(Message).where(Message.id == message_id, Message.claim == claim.token)
    return _changed(mine.values(claim=None, claimed_until=None, **values)) > 0


@verb
def give_back(claim: Claim) -> None:
    """Let go of all that is still claimed."""
    _changed(update(Message).where(Message.claim == claim.token).values(claim=None, claimed_until=None))


@verb
def explain(answer: str) -> None:
    """Note on all that is due why it still waits."""
    _changed(update(Message).where(_due()).values(answer=answer))


@verb
def _renew(token: str) -> None:
    _changed(update(Message).where(Message.claim == token).values(claimed_until=_by_its_clock(LEASE)))


def _due() -> ColumnElement[bool]:
    free = or_(Message.claim.is_(None), Message.claimed_until < _by_its_clock(timedelta(0)))
    return and_(Message.state == "queued", Message.due_at <= clock.now(), free)


def _by_its_clock(ahead: timedelta) -> ColumnElement[datetime]:
    # Never the clock of this machine: two workers on two machines must agree when a lease ends.
    seconds = int(ahead.total_seconds())
    if db.engine.dialect.name == "sqlite":
        return func.strftime(SQLITE_TIME, "now", f"+{seconds} seconds")
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


def _changed(change: Update) -> int:
    result: CursorResult[Any] = db.session.execute(change)  # type: ignore[assignment]
    return int(result.rowcount)
