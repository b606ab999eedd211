"""Which messages may be handed over now, in SQL that is built once: it is asked every second, and for every lot."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, exists, func, or_, select, update

from cohorts.core.columns import Instant
from cohorts.core.database import Base
from cohorts.mail.models import FIRST_LANE, Message

LEASE = timedelta(minutes=5)
# Renewed with this much left: more than one message may take.
MARGIN = timedelta(seconds=75)
STALE = timedelta(hours=48)
# So long, after it was written, a message waits for an earlier one about the same registration.
IN_ORDER = timedelta(hours=1)
# No pause is as long: what is due later was written, or tried, before the clock went back.
TOO_FAR = timedelta(hours=5)
SQLITE_TIME = "%Y-%m-%d %H:%M:%S.000000"

TABLE = Base.metadata.tables[Message.__tablename__]


def times(now: datetime) -> dict[str, Any]:
    """The moments that these statements ask for."""
    ahead = {"in_an_hour": now + IN_ORDER, "too_far": now + TOO_FAR}
    return {"now": now, "an_hour_ago": now - IN_ORDER, "old": now - STALE, **ahead}


@cache
def due(dialect: str) -> Select[Any]:
    """One message that is to be handed over, or to be put aside; of the lanes `lanes`."""
    lanes = TABLE.c.lane.in_(bindparam("lanes", expanding=True))
    return select(TABLE.c.id).where(lanes, free(dialect), _in_order()).limit(1)


@cache
def take(dialect: str, *, probing: bool) -> Update:
    """Claim the next `many` messages of a `lane` with a `token`; when each was due, and its id."""
    fresh = [or_(TABLE.c.not_after.is_(None), TABLE.c.not_after >= _moment("now"))]
    if not probing:
        fresh.append(TABLE.c.due_at >= _moment("old"))
    next_lot = (
        select(TABLE.c.id).where(TABLE.c.lane == bindparam("in_lane"), free(dialect), _in_order(), *fresh)
        .order_by(TABLE.c.due_at, TABLE.c.id).limit(bindparam("many"))
        .with_for_update(skip_locked=True).cte("next_lot")
    )  # fmt: skip
    return (
        update(TABLE).where(TABLE.c.id.in_(select(next_lot.c.id)))
        .values(claim=bindparam("token"), claimed_until=by_its_clock(dialect, LEASE))
        .returning(TABLE.c.due_at, TABLE.c.id)
    )  # fmt: skip


@cache
def free(dialect: str) -> ColumnElement[bool]:
    """What is due and nobody's at the moment; asks for `now` and `too_far`."""
    # A lease that ends later than any does was given before the clock jumped back.
    until = TABLE.c.claimed_until
    over = or_(until < by_its_clock(dialect, timedelta(0)), until > by_its_clock(dialect, LEASE + MARGIN))
    is_free = or_(TABLE.c.claim.is_(None), over)
    is_due = or_(TABLE.c.due_at <= _moment("now"), TABLE.c.due_at > _moment("too_far"))
    return and_(TABLE.c.state == "queued", is_due, is_free)


def by_its_clock(dialect: str, ahead: timedelta) -> ColumnElement[datetime]:
    """So far ahead, by the clock of the database: two workers on two machines must agree when a lease ends."""
    seconds = int(ahead.total_seconds())
    if dialect == "sqlite":
        return func.strftime(SQLITE_TIME, "now", f"+{seconds} seconds")
    return func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)


def _in_order() -> ColumnElement[bool]:
    earlier = TABLE.alias("earlier")
    waits = exists().where(
        earlier.c.subject_type == TABLE.c.subject_type, earlier.c.subject_id == TABLE.c.subject_id,
        # Asked so that no index answers it but that of subjects: the one of what is due would be read whole, for each.
        earlier.c.id < TABLE.c.id, earlier.c.lane + 0 == FIRST_LANE, earlier.c.state.concat("") == "queued",
    )  # fmt: skip
    recent = TABLE.c.created_at.between(_moment("an_hour_ago"), _moment("in_an_hour"))
    return or_(TABLE.c.lane != FIRST_LANE, ~recent, ~waits)


def _moment(name: str) -> Any:
    return bindparam(name, type_=Instant)
