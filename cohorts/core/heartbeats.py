"""The worker's heartbeat: a row that shows when nobody did what the clock sets going."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core.columns import Instant
from cohorts.core.database import Base


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
