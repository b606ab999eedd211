"""Registrations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cohorts.core.columns import Instant
from cohorts.core.database import Base
from cohorts.programs.models import Cohort
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
    offer_ends_at: Mapped[datetime | None] = mapped_column(Instant)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)
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
