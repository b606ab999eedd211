"""The outbox, and how things stand with the mail server."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cohorts.core.columns import Compressed, Instant, one_of
from cohorts.core.database import Base
from cohorts.mail import troubles

STATES = ("queued", "held", "accepted", "bounced", "failed", "dropped")
# Those in which the mail server may still get it.
WAITING = ("queued", "held")
# Messages of the first lane overtake those of the second.
FIRST_LANE, BULK_LANE = 0, 1
# Whose fault a refusal is.
FAULTS = ("address", "message")
IN_BATCH = text("batch IS NOT NULL")
# In SQL's own words: with a bound value it finds no index that holds only these.
ACCEPTED = text("state = 'accepted'")


class Message(Base):
    """An e-mail: the finished bytes, compressed, until the server has them, then what it said; what became of it."""

    __tablename__ = "messages"
    __table_args__ = (
        one_of("state", STATES),
        one_of("fault", FAULTS),
        Index("ix_messages_due", "state", "lane", "due_at"),
        Index("ix_messages_subject", "subject_type", "subject_id"),
        # By it a bounce finds its message; what is written under a cohort's lock is not in it yet.
        Index("ix_messages_accepted", "message_id", sqlite_where=ACCEPTED, postgresql_where=ACCEPTED),
        # A small one: only what is written to many stands in it.
        Index("ix_messages_batch", "batch", "state", sqlite_where=IN_BATCH, postgresql_where=IN_BATCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    language: Mapped[str]
    address: Mapped[str]
    title: Mapped[str]
    # The whole message, until the server has accepted it; then only its words stay.
    body: Mapped[bytes | None] = deferred(mapped_column(Compressed))
    text: Mapped[str] = deferred(mapped_column(Compressed(text=True), nullable=False))
    # What only the change knew that it tells of (a note, a reason), so that it can be written again.
    said: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON(none_as_null=True)))
    message_id: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    # What it is one of many of, such as `broadcast:12`.
    batch: Mapped[str | None]
    lane: Mapped[int] = mapped_column(default=FIRST_LANE)
    state: Mapped[str] = mapped_column(default="queued")
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    not_after: Mapped[datetime | None] = mapped_column(Instant)
    # Until when it is tried again; from the first refusal of its own on.
    give_up_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None]
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None]
    fault: Mapped[str | None]

    @property
    def trouble(self) -> str:
        """What `answer` means, where it is not the server's own words; else nothing."""
        return troubles.sentence(self.answer)


class MailServer(Base):
    """How things stand with the mail server, for all workers: one row, id 1."""

    __tablename__ = "mail_server"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Somebody said that nothing goes out.
    held_at: Mapped[datetime | None] = mapped_column(Instant)
    # It does not answer, since when, why, and when somebody looks again.
    down_since: Mapped[datetime | None] = mapped_column(Instant)
    probe_at: Mapped[datetime | None] = mapped_column(Instant)
    probes: Mapped[int] = mapped_column(default=0)
    # It refuses our sender or sign-in: that waits for a human, unless the settings (their hash) became others.
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_settings: Mapped[str | None]
    reason: Mapped[str | None]
    # How many it was given in the minute that began then.
    minute_began_at: Mapped[datetime | None] = mapped_column(Instant)
    given: Mapped[int] = mapped_column(default=0)
