"""The audit trail: who did what to what, and when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cohorts.activity.actors import KINDS
from cohorts.core.columns import Instant
from cohorts.core.database import Base


class Activity(Base):
    """One act; personal values stand in `ActivityValue`, where erasing finds them."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("actor_kind IN ({})".format(", ".join(f"'{kind}'" for kind in KINDS)), name="actor_kind"),
        Index("ix_activities_subject", "subject_type", "subject_id"),
        Index("ix_activities_cohort_id", "cohort_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_kind: Mapped[str]
    actor_key: Mapped[int | None]
    act: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    cohort_id: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(unique=True)

    values: Mapped[list["ActivityValue"]] = relationship(order_by="ActivityValue.id", lazy="selectin")


class ActivityValue(Base):
    """One value that an act changed or gave, before and after."""

    __tablename__ = "activity_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    name: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
