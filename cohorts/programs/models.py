"""The institution, its programs, their cohorts, sessions and seats."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cohorts.core.columns import Instant, LocalizedText, one_of
from cohorts.core.database import Base
from cohorts.core.text import Localized
from cohorts.programs import phases

PROGRAM_STATUSES = ("draft", "published", "archived")
COHORT_STATUSES = ("draft", "published", "cancelled", "archived")
ADMISSIONS = ("open", "review")
ON_FREE_SEAT = ("confirm", "offer")
MOST_SEATS = 1_000_000
MOST_OFFER_HOURS = 24 * 90


class PrivacyNotice(Base):
    """One wording of the privacy notice; it never changes, so that an agreement keeps its words."""

    __tablename__ = "privacy_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    text: Mapped[Localized] = mapped_column(LocalizedText)
    html: Mapped[Localized] = mapped_column(LocalizedText)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Institution(Base):
    """Who runs the programs: one row, id 1."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Localized] = mapped_column(LocalizedText)
    address: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    privacy_notice_id: Mapped[int] = mapped_column(ForeignKey("privacy_notices.id"))
    version: Mapped[int] = mapped_column(default=1)

    privacy_notice: Mapped[PrivacyNotice] = relationship()


class Program(Base):
    """What the institution offers again and again."""

    __tablename__ = "programs"
    __table_args__ = (one_of("status", PROGRAM_STATUSES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(default="draft")
    title: Mapped[Localized] = mapped_column(LocalizedText)
    summary: Mapped[Localized] = mapped_column(LocalizedText)
    description: Mapped[Localized] = mapped_column(LocalizedText)
    description_html: Mapped[Localized] = mapped_column(LocalizedText)
    languages: Mapped[list[str]] = mapped_column(JSON)
    contact: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    # Grows with each change of its messages' words.
    templates_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Cohort(Base):
    """One run of a program."""

    __tablename__ = "cohorts"
    __table_args__ = (
        one_of("status", COHORT_STATUSES),
        one_of("admission", ADMISSIONS),
        one_of("on_free_seat", ON_FREE_SEAT),
        CheckConstraint("offer_hours > 0", name="offers_last"),
        CheckConstraint("waitlist_limit >= 0", name="waitlist_limit"),
        UniqueConstraint("program_id", "slug", name="uq_cohorts_program_id_slug"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_cohorts_status", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    slug: Mapped[str]
    reference_prefix: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    cancellation_reason: Mapped[str] = mapped_column(default="")
    title: Mapped[Localized] = mapped_column(LocalizedText)
    summary: Mapped[Localized] = mapped_column(LocalizedText)
    description: Mapped[Localized] = mapped_column(LocalizedText)
    description_html: Mapped[Localized] = mapped_column(LocalizedText)
    own_contact: Mapped[str]
    # Whom answers to its mails reach, where that is not the contact.
    reply_to: Mapped[str] = mapped_column(default="")
    own_languages: Mapped[list[str]] = mapped_column(JSON)
    timezone: Mapped[str]
    venue_name: Mapped[Localized] = mapped_column(LocalizedText)
    venue_street: Mapped[Localized] = mapped_column(LocalizedText)
    venue_city: Mapped[Localized] = mapped_column(LocalizedText)
    venue_region: Mapped[Localized] = mapped_column(LocalizedText)
    venue_country: Mapped[str]
    venue_link: Mapped[str]
    registration_opens: Mapped[datetime | None] = mapped_column(Instant)
    registration_closes: Mapped[datetime | None] = mapped_column(Instant)
    admission: Mapped[str] = mapped_column(default="open")
    on_free_seat: Mapped[str] = mapped_column(default="confirm")
    offer_hours: Mapped[int] = mapped_column(default=72)
    offer_working_hours: Mapped[bool] = mapped_column(default=False)
    last_offer_at: Mapped[datetime | None] = mapped_column(Instant)
    verify_email: Mapped[bool] = mapped_column(default=False)
    waitlist_limit: Mapped[int | None]
    # Two switches of its organizers: the line of a cohort with review is served by itself; nobody new comes in.
    serves_waitlist: Mapped[bool] = mapped_column(default=False)
    closed_to_newcomers: Mapped[bool] = mapped_column(default=False)
    # First start and last end of the sessions, so that lists sort without reading them.
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    # Grows with each change of its messages' words.
    templates_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)

    program: Mapped[Program] = relationship(lazy="joined", innerjoin=True)
    # Those that were removed too.
    all_sessions: Mapped[list["CohortSession"]] = relationship(
        order_by="(CohortSession.starts_at, CohortSession.id)",
        cascade="all, delete-orphan",
        back_populates="cohort",
    )

    @property
    def sessions(self) -> list["CohortSession"]:
        """Those that take place, by their times."""
        present = (session for session in self.all_sessions if session.removed_at is None)
        return sorted(present, key=lambda session: session.starts_at)

    @property
    def contact(self) -> str:
        """Its own contact, else the program's."""
        return self.own_contact or self.program.contact

    @property
    def languages(self) -> list[str]:
        """Its own languages, else the program's."""
        return self.own_languages or self.program.languages

    @property
    def versions(self) -> tuple[int, ...]:
        """Others as soon as what its messages say of it, or the words they say it in, are others."""
        program = self.program
        return self.version, self.templates_version, program.version, program.templates_version

    @property
    def is_online(self) -> bool:
        """Whether people meet behind a link only."""
        return bool(self.venue_link) and not self.venue_city

    @property
    def closes(self) -> datetime:
        """When registering ends: as set, else when the first session starts."""
        return self.registration_closes or self.starts_at

    @property
    def last_offer(self) -> datetime:
        """Until when seats that come free go on: as set, else until the first session starts."""
        return self.last_offer_at or self.starts_at

    def phase(self, seats: "Seats", now: datetime) -> str:
        """The phase in which visitors see it."""
        return phases.phase(
            status=self.status, admission=self.admission, opens=self.registration_opens, closes=self.closes,
            ends=self.ends_at, closed_to_newcomers=self.closed_to_newcomers, free=seats.free, waiting=seats.waiting,
            waitlist_limit=self.waitlist_limit, last_offer=self.last_offer, now=now,
        )  # fmt: skip


class CohortSession(Base):
    """A dated block of a cohort; `revision` grows with each change (a calendar's SEQUENCE)."""

    __tablename__ = "cohort_sessions"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Localized] = mapped_column(LocalizedText)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    place: Mapped[Localized] = mapped_column(LocalizedText)
    revision: Mapped[int] = mapped_column(default=0)
    # When what a calendar shows of it was last another; not known of what is older than this column.
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    # Removed, but still in calendars, where it stands as cancelled.
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    cohort: Mapped[Cohort] = relationship(back_populates="all_sessions")


class Seats(Base):
    """A cohort's counters in a narrow row of their own, which is the cohort's lock."""

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint("taken + held_back <= capacity", name="never_more_taken_than_there_are"),
        CheckConstraint("capacity >= 0 AND held_back >= 0 AND taken >= 0 AND waiting >= 0", name="none_negative"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True, autoincrement=False)
    capacity: Mapped[int]
    held_back: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    next_place: Mapped[int] = mapped_column(default=1)

    @property
    def free(self) -> int:
        """Seats that nobody holds and that are not held back."""
        return self.capacity - self.held_back - self.taken
