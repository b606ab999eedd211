"""Uploads and their pieces."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core.columns import Instant
from cohorts.core.database import Base


class Upload(Base):
    """A file that somebody sent; nobody's until a registration claims it."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size"),
        Index("ix_uploads_cohort_id", "cohort_id"),
        Index("ix_uploads_registration_id", "registration_id"),
        Index("ix_uploads_expires_at", "expires_at"),
        Index("ix_uploads_form_key", "form_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # What names it in a form and in an address: nobody can guess it.
    token: Mapped[str] = mapped_column(unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    # Keyed hashes: of the one-time key of the form that it came with, and of the network address.
    form_key: Mapped[str]
    sender: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    # Empty while its pieces are still coming.
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    # Empty once it is claimed.
    expires_at: Mapped[datetime | None] = mapped_column(Instant)


class UploadChunk(Base):
    """A piece of an upload, at most 256 KB."""

    __tablename__ = "upload_chunks"

    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
