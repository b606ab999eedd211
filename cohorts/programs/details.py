"""What an organizer says about a cohort and its sessions, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime

from cohorts.core.text import Localized


@dataclass(frozen=True, kw_only=True)
class CohortDetails:
    """A cohort's own words and dates; instants are aware."""

    slug: str
    title: Localized
    timezone: str
    summary: Localized = field(default_factory=dict)
    description: Localized = field(default_factory=dict)
    own_contact: str = ""
    reply_to: str = ""
    own_languages: list[str] = field(default_factory=list)
    venue_name: Localized = field(default_factory=dict)
    venue_street: Localized = field(default_factory=dict)
    venue_city: Localized = field(default_factory=dict)
    venue_region: Localized = field(default_factory=dict)
    venue_country: str = ""
    venue_link: str = ""
    registration_opens: datetime | None = None
    registration_closes: datetime | None = None
    admission: str = "open"
    on_free_seat: str = "confirm"
    offer_hours: int = 72
    offer_working_hours: bool = False
    last_offer_at: datetime | None = None
    verify_email: bool = False
    waitlist_limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """One session; `id` is that of the session it changes, None for a new one."""

    starts_at: datetime
    ends_at: datetime
    id: int | None = None
    title: Localized = field(default_factory=dict)
    place: Localized = field(default_factory=dict)
