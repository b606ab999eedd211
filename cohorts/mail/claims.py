"""Claims: which worker hands over which messages, by the database's clock, so that no two ever do the same."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, Update, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from cohorts.core import clock, tokens
from cohorts.core.columns import Instant
from cohorts.core.database import Base, db, verb
from cohorts.mail import servers
from cohorts.mail.models import BULK_LANE, FIRST_LANE, Message

LEASE = timedelta(minutes=5)
# Renewed with this much left: more than one message may take.
MARGIN = timedelta(seconds=75)
STALE = timedelta(hours=48)
# So long, after it was written, a message waits for an earlier one about the same registration.
IN_ORDER = timedelta(hours=1)
LOT = 50
# So many are read at once, and so many written down.
READ, GROUP = 25, 10
SQLITE_TIME = "%Y-%m-%d %H:%M:%S.000000"

BadAddress = Callable[[str, str], None]
_TABLE = Base.metadata.tables[Message.__tablename__]
_MINE = update(_TABLE).where(_TABLE.c.id == bindparam("key"), _TABLE.c.claim == bindparam("token"))
# The server has it: from here on only its words are kept.
_ACCEPTED = _MINE.values(
    claim=None, claimed_until=None, state="accepted", body=None, fault=None,
    accepted_at=bindparam("at", type_=Instant), attempts=bindparam("tries"), answer=bindparam("said_by_it"),
)  # fmt: skip
_REFUSED = _MINE.values(
    claim=None, claimed_until=None, state=bindparam("became"), fault=bindparam("whose"),
    due_at=bindparam("due", type_=Instant), give_up_at=bindparam("until", type_=Instant),
    attempts=bindparam("tries"), answer=bindparam("said_by_it"),
)  # fmt: skip


@dataclass
class Claim:
    """Some messages of one lane that are ours for a while."""

    token: str
    lane: int
    ids: list[int]
    ends: float = field(default=0.0)
    handed: int = 0
    is_over: bool = False

    def groups(self) -> Iterator[list[int]]:
        """As many as are read at once."""
        for start in range(0, len(self.ids), READ):
            yield self.ids[start : start + READ]


class Letter(NamedTuple):
    """What is handed over."""

    id: int
    address: str
    body: bytes | None
    attempts: int
    due_at: datetime
    give_up_at: datetime | None


class Outcome(NamedTuple):
    """What became of a message."""

    letter: Letter
    claim: Claim
    state: str
    answer: str
    at: datetime
    due_at: datetime
    give_up_at: datetime | None = None
    fault: str | None = None


def anything_due(lane: int | None = None) -> bool:
    """Whether there is something to hand over, or to put aside; only reads."""
    query = select(Message.id).where(_free(), _in_order())
    found = db.session.scalar((query if lane is None else query.where(Message.lane == lane)).limit(1))
    db.session.rollback()
    return found is not None


@verb
def sweep() -> None:
    """Drop what is too late, hold what is old."""
    now = clock.now()
    row = servers.locked()
    if servers.may_claim(row, probing=False):
        _changed(update(Message).where(_free(), Message.not_after < now).values(state="dropped"))
        _changed(update(Message).where(_free(), Message.due_at < now - STALE).values(state="held"))


@verb
def take(*, probing: bool = False) -> Claim | None:
    """Claim the next lot of due messages, the oldest first; of the second lane only while none of the first is due."""
    row = servers.locked()
    if servers.may_claim(row, probing=probing):
        for lane in (FIRST_LANE, BULK_LANE):
            many = servers.allowance(row, lane, 1 if probing else LOT)
            claim = Claim(tokens.one_time(), lane, [], time.monotonic() + LEASE.total_seconds())
            claim.ids = _taken(claim, many, probing=probing) if many else []
            servers.give_back(many - len(claim.ids))
            if claim.ids:
                return claim
    return None


def keep(claim: Claim) -> bool:
    """Make sure that the claim holds for the next message; False where others may have taken it over."""
    if claim.ends - time.monotonic() < MARGIN.total_seconds():
        ends = time.monotonic() + LEASE.total_seconds()
        if _renew(claim.token) == 0:
            return False
        claim.ends = ends
    return True


def letters(claim: Claim, ids: Sequence[int]) -> list[Letter]:
    """What to hand over of these messages, in order, as far as they are still ours, and nobody stopped them."""
    columns = [getattr(Message, name) for name in Letter._fields]
    query = select(*columns).where(Message.id.in_(ids), Message.claim == claim.token, Message.state == "queued")
    found = {row[0]: Letter(*row) for row in db.session.execute(query)}
    db.session.rollback()
    return [found[number] for number in ids if number in found]


@verb
def mark(outcomes: Sequence[Outcome], on_bad_address: BadAddress | None = None) -> None:
    """Write down what became of messages and let go of them, as far as they are still ours."""
    connection = db.session.connection()
    accepted = [each for each in outcomes if each.state == "accepted"]
    refused = [each for each in outcomes if each.state != "accepted"]
    if accepted:
        connection.execute(_ACCEPTED, [_told(each, at=each.at) for each in accepted])
    for each in refused:
        values = {"became": each.state, "whose": each.fault, "due": each.due_at, "until": each.give_up_at}
        changed = connection.execute(_REFUSED, _told(each, **values))
        if changed.rowcount and each.fault == "address" and on_bad_address is not None:
            on_bad_address(each.letter.address, each.answer)


def give_back(claim: Claim) -> None:
    """Let go of all that is still claimed. Done twice is done once."""
    if not claim.is_over:
        _give_back(claim)
        claim.is_over = True


@verb
def explain(answer: str) -> None:
    """Note on all that is due why it still waits."""
    _changed(update(Message).where(_free(), Message.answer.is_distinct_from(answer)).values(answer=answer))


@verb
def _give_back(claim: Claim) -> None:
    _changed(update(Message).where(Message.claim == claim.token).values(claim=None, claimed_until=None))
    servers.give_back(len(claim.ids) - claim.handed)


@verb
def _renew(token: str) -> int:
    return _changed(update(Message).where(Message.claim == token).values(claimed_until=_by_its_clock(LEASE)))


def _taken(claim: Claim, many: int, *, probing: bool) -> list[int]:
    now = clock.now()
    fresh = [or_(Message.not_after.is_(None), Message.not_after >= now)]
    if not probing:
        fresh.append(Message.due_at >= now - STALE)
    next_lot = (
        select(Message.id).where(Message.lane == claim.lane, _free(), _in_order(), *fresh)
        .order_by(Message.due_at, Message.id).limit(many).with_for_update(skip_locked=True).cte("next_lot")
    )  # fmt: skip
    taken = (
        update(Message).where(Message.id.in_(select(next_lot.c.id)))
        .values(claim=claim.token, claimed_until=_by_its_clock(LEASE)).returning(Message.due_at, Message.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return [row.id for row in sorted(db.session.execute(taken))]


def _free() -> ColumnElement[bool]:
    # A lease that ends later than any does was given before the clock jumped back.
    ended = or_(
        Message.claimed_until < _by_its_clock(timedelta(0)), Message.claimed_until > _by_its_clock(LEASE + MARGIN)
    )
    return and_(Message.state == "queued", Message.due_at <= clock.now(), or_(Message.claim.is_(None), ended))


def _in_order() -> ColumnElement[bool]:
    earlier, now = aliased(Message), clock.now()
    waits = exists().where(
        earlier.subject_type == Message.subject_type, earlier.subject_id == Message.subject_id,
        earlier.id < Message.id, earlier.lane == FIRST_LANE, earlier.state == "queued",
    )  # fmt: skip
    recent = Message.created_at.between(now - IN_ORDER, now + IN_ORDER)
    return or_(Message.lane != FIRST_LANE, ~recent, ~waits)


def _by_its_clock(ahead: timedelta) -> ColumnElement[datetime]:
    # Never the clock of this machine: two workers on two machines must agree when a lease ends.
    seconds = int(ahead.total_seconds())
    if db.engine.dialect.name == "sqlite":
        return func.strftime(SQLITE_TIME, "now", f"+{seconds} seconds")
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


def _told(outcome: Outcome, **values: Any) -> dict[str, Any]:
    letter = outcome.letter
    return {
        "key": letter.id,
        "token": outcome.claim.token,
        "tries": letter.attempts + 1,
        "said_by_it": outcome.answer,
        **values,
    }


def _changed(change: Update) -> int:
    result: CursorResult[Any] = db.session.execute(change)  # type: ignore[assignment]
    return int(result.rowcount)
