"""The worker's heartbeat: a row that shows when nobody did what the clock sets going."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core import clock
from cohorts.core.columns import Instant
from cohorts.core.database import Base, db, verb

BETWEEN = timedelta(seconds=30)
# No beat for longer than this, or one that is further ahead: the machine slept, or its clock jumped.
GAP = timedelta(hours=1)
MAILS_FIRST = timedelta(minutes=15)
SHOWN_AFTER = timedelta(hours=1)


class Heartbeat(Base):
    """When a worker last went round, and the last gap: one row, id 1."""

    __tablename__ = "heartbeat"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    gap_began_at: Mapped[datetime | None] = mapped_column(Instant)
    gap_ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # After a gap mails go first: until then nothing expires.
    expiries_from: Mapped[datetime | None] = mapped_column(Instant)


_TABLE = Base.metadata.tables[Heartbeat.__tablename__]
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True)
class Gap:
    """A while in which nobody did what the clock sets going; `began` is after `ended` where the clock went back."""

    began: datetime
    ended: datetime
    expiries_from: datetime

    @property
    def clock_went_back(self) -> bool:
        """Whether it is no real while."""
        return self.began > self.ended


def beat(on_jump: Callable[[timedelta, datetime], None] | None = None) -> None:
    """Say that a worker goes round; writes only now and then. `on_jump`: told how far the clock went back, and now."""
    last, now = _read(), clock.now()
    if last is None or now - last.at >= BETWEEN or last.at - now > GAP:
        _beat(on_jump)


def gap() -> Gap | None:
    """The last gap, while expiries wait and for an hour more; only reads."""
    row = _read()
    if row is None or row.gap_began_at is None or clock.now() >= row.expiries_from + SHOWN_AFTER:
        return None
    return Gap(row.gap_began_at, row.gap_ended_at, row.expiries_from)


def may_expire() -> bool:
    """Whether what is over may end now: not while, after a gap, mails go first."""
    row = _read()
    db.session.rollback()
    return row is None or row.expiries_from is None or clock.now() >= row.expiries_from


@verb
def _beat(on_jump: Callable[[timedelta, datetime], None] | None) -> None:
    now = clock.now()
    insert = _INSERT[db.engine.dialect.name](_TABLE).values(id=1, at=now).on_conflict_do_nothing()
    db.session.connection().execute(insert)
    row = db.session.scalars(select(Heartbeat).with_for_update().execution_options(populate_existing=True)).one()
    if abs(now - row.at) > GAP:
        if row.at > now and on_jump is not None:
            on_jump(row.at - now, now)
        row.gap_began_at, row.gap_ended_at, row.expiries_from = row.at, now, now + MAILS_FIRST
    row.at = now


def _read() -> Any:
    return db.session.execute(select(_TABLE)).one_or_none()
