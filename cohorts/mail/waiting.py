"""The time of messages that wait: given back after an outage, moved with a clock that jumped."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from cohorts.core.columns import Instant
from cohorts.core.database import Base, db, verb
from cohorts.mail.models import Message

_TABLE = Base.metadata.tables[Message.__tablename__]
_QUEUED = _TABLE.c.state == "queued"


def give_time_back(now: datetime, outage: timedelta) -> None:
    """What was due is due now, and is tried as long as it would have been; inside a verb."""
    connection = db.session.connection()
    connection.execute(update(_TABLE).where(_QUEUED, _TABLE.c.due_at <= now).values(due_at=now))
    if outage > timedelta(0):
        _shift("give_up_at", outage)


@verb
def come_nearer(jump: timedelta, now: datetime) -> None:
    """The clock went back so far: what waits for a time waits no longer than it did."""
    _shift("due_at", -jump, later_than=now)
    _shift("give_up_at", -jump)


def _shift(name: str, by: timedelta, later_than: datetime | None = None) -> None:
    column = _TABLE.c[name]
    query = select(_TABLE.c.id, column).where(_QUEUED, column.is_not(None))
    if later_than is not None:
        query = query.where(column > later_than)
    connection = db.session.connection()
    moved = [{"key": key, "to": moment + by} for key, moment in connection.execute(query)]
    if moved:
        change = update(_TABLE).where(_TABLE.c.id == bindparam("key"), _QUEUED)
        connection.execute(change.values({name: bindparam("to", type_=Instant)}), moved)
