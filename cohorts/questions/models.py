"""Forms, their questions, and the wordings of these, which never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core.columns import Instant, one_of
from cohorts.core.database import Base

STAGES = ("registration", "after_seat")
ORGANIZATION = ("off", "optional", "required")


class QuestionForm(Base):
    """What a cohort asks, or what the next cohorts of a program are to ask.

    `version` grows with every change, `order_version` where questions come, go or change places.
    """

    __tablename__ = "forms"
    __table_args__ = (
        CheckConstraint("(cohort_id IS NULL) <> (program_id IS NULL)", name="of_one"),
        one_of("organization", ORGANIZATION),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"), unique=True)
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"), unique=True)
    organization: Mapped[str] = mapped_column(default="optional")
    # Until when what is asked after the seat is sure may be answered.
    after_seat_until: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    order_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Question(Base):
    """A question of a form; `version` is the number of the wording in force."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("form_id", "key", name="uq_questions_form_id_key"),
        one_of("stage", STAGES),
        CheckConstraint("retention_days >= 0", name="retention_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"))
    key: Mapped[str]
    stage: Mapped[str] = mapped_column(default="registration")
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    retention_days: Mapped[int | None]
    # Whether applicants may change their answer after the window has closed.
    stays_editable: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class QuestionVersion(Base):
    """One wording of a question, with its type, options and condition; it never changes."""

    __tablename__ = "question_versions"
    __table_args__ = (UniqueConstraint("question_id", "n", name="uq_question_versions_question_id_n"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    n: Mapped[int]
    type: Mapped[str]
    config: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Instant)
