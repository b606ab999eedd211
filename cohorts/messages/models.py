"""Templates of messages, and who asked not to be written to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core.columns import Instant
from cohorts.core.database import Base


class MessageTemplate(Base):
    """The words of one kind of message in one language: a cohort's own, or those of a program for its cohorts.

    `source` is Markdown whose first line is the subject; `compiled` is made from it when it is saved.
    """

    __tablename__ = "message_templates"
    __table_args__ = (
        CheckConstraint("(cohort_id IS NULL) <> (program_id IS NULL)", name="of_one"),
        UniqueConstraint("cohort_id", "kind", "language", name="uq_message_templates_cohort_id_kind_language"),
        UniqueConstraint("program_id", "kind", "language", name="uq_message_templates_program_id_kind_language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"))
    kind: Mapped[str]
    language: Mapped[str]
    source: Mapped[str]
    compiled: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Suppression(Base):
    """An address that wants no informational mail of a program any more; a keyed hash, so that nobody can be read."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("program_id", "address_hash", name="uq_suppressions_program_id_address_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    address_hash: Mapped[str]
    left_at: Mapped[datetime] = mapped_column(Instant)
