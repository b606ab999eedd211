"""The outbox."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cohorts.core.columns import Instant
from cohorts.core.database import Base

STATES = ("queued", "held", "accepted", "failed", "dropped")


class Message(Base):
    """An e-mail: the finished bytes, and what became of them."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("state IN ({})".format(", ".join(f"'{state}'" for state in STATES)), name="state"),
        Index("ix_messages_due", "state", "due_at"),
        Index("ix_messages_subject", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    language: Mapped[str]
    address: Mapped[str]
    title: Mapped[str]
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    message_id: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    state: Mapped[str] = mapped_column(default="queued")
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    not_after: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None]
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None]
