"""Broadcasts and their recipients, schedules, notices of a change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cohorts.broadcasts.due import DAYS, HOURS, REMINDER, THANKS
from cohorts.core.columns import Instant, LocalizedText, one_of
from cohorts.core.database import Base
from cohorts.core.text import Localized
from cohorts.programs.models import Cohort
from cohorts.registrations.models import Registration

# How a broadcast stands.
DRAFT, SCHEDULED, SENDING, SENT, STOPPED, CANCELLED = "draft", "scheduled", "sending", "sent", "stopped", "cancelled"
# How a notice does, beside being sent.
OPEN, DROPPED = "open", "dropped"
IS_OPEN, TAKEN = text(f"status = '{OPEN}'"), text("skipped IS NULL")


class Broadcast(Base):
    """A message of the organizers to people of a cohort.

    `audience` says to whom; its words are frozen in `compiled` when it is scheduled, its recipients when it starts.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (
        one_of("status", (DRAFT, SCHEDULED, SENDING, SENT, STOPPED, CANCELLED)),
        Index("ix_broadcasts_cohort_id", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    # The one-time key of the form that made it.
    key: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default=DRAFT)
    subject: Mapped[Localized] = mapped_column(LocalizedText)
    body: Mapped[Localized] = mapped_column(LocalizedText)
    compiled: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    start_at: Mapped[datetime | None] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    # The last recipient whose message is written.
    cursor: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)


class BroadcastRecipient(Base):
    """Somebody whom a broadcast reaches, or passes over, and then why; an address once."""

    __tablename__ = "broadcast_recipients"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "registration_id", name="uq_broadcast_recipients_registration"),
        Index(
            "uq_broadcast_recipients_address", "broadcast_id", "address_hash",
            unique=True, sqlite_where=TAKEN, postgresql_where=TAKEN,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    address_hash: Mapped[str]
    skipped: Mapped[str | None]

    registration: Mapped[Registration] = relationship()


class Schedule(Base):
    """A reminder so long before the first session, or words so long after the last; when it is due is computed."""

    __tablename__ = "schedules"
    __table_args__ = (
        one_of("kind", (REMINDER, THANKS)),
        one_of("unit", (HOURS, DAYS)),
        CheckConstraint("amount > 0", name="some_time"),
        UniqueConstraint("cohort_id", "kind", "amount", "unit", name="uq_schedules_cohort_id_kind_amount_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    kind: Mapped[str]
    amount: Mapped[int]
    unit: Mapped[str]
    # None: switched off, or, of one that has fired, cut short.
    enabled_at: Mapped[datetime | None] = mapped_column(Instant)
    # Once it has fired it never does again, whatever becomes of the dates.
    fired_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    cursor: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)


class Notice(Base):
    """That dates or place of a cohort changed: one open at a time, so that several changes are one mail."""

    __tablename__ = "notices"
    __table_args__ = (
        one_of("status", (OPEN, SENDING, SENT, DROPPED)),
        Index("uq_notices_open", "cohort_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    status: Mapped[str] = mapped_column(default=OPEN)
    # Dates and place as they were before the first of the changes.
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    # A while after the last change.
    due_at: Mapped[datetime] = mapped_column(Instant)
    cursor: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)
