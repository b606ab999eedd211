"""Claims: which worker hands over which messages, by the database's clock, so that no two ever do the same."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Update, bindparam, or_, select, update

from cohorts.core import clock, tokens
from cohorts.core.columns import Instant
from cohorts.core.database import db, verb
from cohorts.mail import lots, servers
from cohorts.mail.models import BULK_LANE, FIRST_LANE

LOT = 100
# So many are written down at once, or more where writing takes long.
GROUP, MOST = 10, 30

BadAddress = Callable[[str, str], None]
_TABLE = lots.TABLE
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


class Letter(NamedTuple):
    """What is handed over."""

    id: int
    address: str
    body: bytes | None
    attempts: int
    due_at: datetime
    give_up_at: datetime | None


_LETTERS = select(*(_TABLE.c[name] for name in Letter._fields)).where(
    _TABLE.c.id.in_(bindparam("ids", expanding=True)), _TABLE.c.claim == bindparam("token"), _TABLE.c.state == "queued",
    or_(_TABLE.c.not_after.is_(None), _TABLE.c.not_after >= bindparam("now", type_=Instant)),
)  # fmt: skip


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


def anything_due(*lanes: int) -> bool:
    """Whether there is something to hand over, or to put aside, in these lanes or in any; only reads."""
    asked = {**lots.times(clock.now()), "lanes": lanes or (FIRST_LANE, BULK_LANE)}
    found = db.session.connection().execute(lots.due(_dialect()), asked).scalar()
    db.session.rollback()
    return found is not None


@verb
def sweep() -> None:
    """Drop what is too late, hold what is old."""
    times = lots.times(clock.now())
    if servers.may_claim(servers.locked(), probing=False):
        _change_free(_TABLE.c.not_after < times["now"], times, state="dropped")
        _change_free(_TABLE.c.due_at < times["old"], times, state="held")


@verb
def take(*, probing: bool = False) -> Claim | None:
    """Claim the next lot of due messages, the oldest first; of the second lane only while none of the first is due."""
    row = servers.locked()
    if servers.may_claim(row, probing=probing):
        for lane in (FIRST_LANE, BULK_LANE):
            many = servers.allowance(row, lane, 1 if probing else LOT)
            claim = Claim(tokens.one_time(), lane, [], time.monotonic() + lots.LEASE.total_seconds())
            claim.ids = _taken(claim, many, probing=probing) if many else []
            servers.give_back(many - len(claim.ids))
            if claim.ids:
                return claim
    return None


def keep(claim: Claim) -> bool:
    """Make sure that the claim holds for the next message; False where others may have taken it over."""
    if claim.ends - time.monotonic() < lots.MARGIN.total_seconds():
        ends = time.monotonic() + lots.LEASE.total_seconds()
        if _renew(claim.token) == 0:
            return False
        claim.ends = ends
    return True


def letters(claim: Claim, ids: Sequence[int]) -> list[Letter]:
    """What to hand over of these messages, in order, as far as they are still ours, and nobody stopped them."""
    rows = db.session.connection().execute(_LETTERS, {"ids": ids, "token": claim.token, "now": clock.now()})
    found = {row[0]: Letter(*row) for row in rows}
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
    _change_free(_TABLE.c.answer.is_distinct_from(answer), lots.times(clock.now()), answer=answer)


@verb
def _give_back(claim: Claim) -> None:
    _change(update(_TABLE).where(_TABLE.c.claim == claim.token).values(claim=None, claimed_until=None))
    servers.give_back(len(claim.ids) - claim.handed)


@verb
def _renew(token: str) -> int:
    until = lots.by_its_clock(_dialect(), lots.LEASE)
    return _change(update(_TABLE).where(_TABLE.c.claim == token).values(claimed_until=until))


def _taken(claim: Claim, many: int, *, probing: bool) -> list[int]:
    asked = {**lots.times(clock.now()), "in_lane": claim.lane, "many": many, "token": claim.token}
    taken = db.session.connection().execute(lots.take(_dialect(), probing=probing), asked)
    return [number for _due_at, number in sorted(tuple(row) for row in taken)]


def _change_free(condition: ColumnElement[bool], times: dict[str, Any], **values: Any) -> None:
    _change(update(_TABLE).where(lots.free(_dialect()), condition).values(**values), times)


def _change(change: Update, values: dict[str, Any] | None = None) -> int:
    return int(db.session.connection().execute(change, values or {}).rowcount)


def _dialect() -> str:
    return db.engine.dialect.name


def _told(outcome: Outcome, **values: Any) -> dict[str, Any]:
    letter = outcome.letter
    return {
        "key": letter.id,
        "token": outcome.claim.token,
        "tries": letter.attempts + 1,
        "said_by_it": outcome.answer,
        **values,
    }
