"""Registrations."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cohorts.core.columns import Instant
from cohorts.core.database import Base
from cohorts.files.models import Upload
from cohorts.programs.models import Cohort
from cohorts.questions.models import QuestionVersion
from cohorts.registrations import states

ACTIVE = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(states.ACTIVE))))
OFFERED, TO_REMIND = text("offer_ends_at IS NOT NULL"), text("remind_at IS NOT NULL")


class Registration(Base):
    """One applicant's entry in one cohort."""

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint("state IN ({})".format(", ".join(f"'{state}'" for state in states.STATES)), name="state"),
        CheckConstraint("(state = 'waitlisted') = (place IS NOT NULL)", name="a_place_while_waiting"),
        CheckConstraint("(state = 'offered') = (offer_ends_at IS NOT NULL)", name="an_end_while_offered"),
        UniqueConstraint("cohort_id", "key", name="uq_registrations_cohort_id_key"),
        UniqueConstraint("cohort_id", "place", name="uq_registrations_cohort_id_place"),
        Index(
            "uq_registrations_active_address", "cohort_id", "email_key",
            unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE,
        ),
        Index("ix_registrations_email_key", "email_key"),
        # Small ones: only the offers that run stand in them.
        Index("ix_registrations_offer_ends_at", "offer_ends_at", sqlite_where=OFFERED, postgresql_where=OFFERED),
        Index("ix_registrations_remind_at", "remind_at", sqlite_where=TO_REMIND, postgresql_where=TO_REMIND),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    place: Mapped[int | None]
    key: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    organization: Mapped[str]
    language: Mapped[str]
    search: Mapped[str]
    link_version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=0)
    # Who was given a seat by the organizers agrees when they accept it.
    privacy_notice_id: Mapped[int | None] = mapped_column(ForeignKey("privacy_notices.id"))
    privacy_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    email_proved_at: Mapped[datetime | None] = mapped_column(Instant)
    # The mail server, or a bounce, says that nobody is at this address; what it said.
    address_failed_at: Mapped[datetime | None] = mapped_column(Instant)
    address_failure: Mapped[str | None]
    # That they want news of the program, and in which words they were asked.
    news_agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    news_wording: Mapped[str | None]
    offer_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)
    # Grows with each change of its answers, so that two people who edit them see each other.
    answers_version: Mapped[int] = mapped_column(default=0)
    registered_at: Mapped[datetime] = mapped_column(Instant)
    state_since: Mapped[datetime] = mapped_column(Instant)

    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_active(self) -> bool:
        """Whether it has a seat, waits for one, or for a decision."""
        return self.state in states.ACTIVE


class Transfer(Base):
    """A registration that is to become somebody else's, until they agree."""

    __tablename__ = "transfers"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str]
    language: Mapped[str]
    # What the invitation's link must carry; a new invitation has a new one.
    version: Mapped[str]
    ends_at: Mapped[datetime] = mapped_column(Instant)
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)

    registration: Mapped[Registration] = relationship(lazy="joined", innerjoin=True)


class Answer(Base):
    """What a registration says to a question, in the wording that was shown; several choices are several rows."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("registration_id", "question_id", "choice", name="uq_answers_registration_id_question_id"),
        Index("ix_answers_question_id_choice", "question_id", "choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    choice: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    number: Mapped[float | None]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))

    version: Mapped[QuestionVersion] = relationship()
    upload: Mapped[Upload | None] = relationship()


class Agreement(Base):
    """A consent in the wording that was shown, and when it was given; rows are only added, or marked withdrawn."""

    __tablename__ = "agreements"
    __table_args__ = (Index("ix_agreements_registration_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    agreed_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Draft(Base):
    """What somebody typed into a form that they have not sent yet, as they typed it. It holds no seat."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    # A keyed hash of the form's one-time key; the key itself stands in the values.
    key: Mapped[str] = mapped_column(unique=True)
    values: Mapped[list[Any]] = mapped_column(JSON)
    language: Mapped[str]
    form_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    mailed_at: Mapped[datetime | None] = mapped_column(Instant)
