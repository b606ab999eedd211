"""In which phase a cohort is, as visitors see it: decided from plain values."""

from datetime import datetime

DRAFT, UPCOMING, OPEN, FULL, WAITLIST_FULL, CLOSED = "draft", "upcoming", "open", "full", "waitlist_full", "closed"
PAST, CANCELLED, ARCHIVED = "past", "cancelled", "archived"
PHASES = (DRAFT, UPCOMING, OPEN, FULL, WAITLIST_FULL, CLOSED, PAST, CANCELLED, ARCHIVED)
TAKES_REGISTRATIONS = frozenset({OPEN, FULL})


def phase(
    *,
    status: str,
    admission: str,
    opens: datetime | None,
    closes: datetime,
    ends: datetime,
    closed_to_newcomers: bool,
    free: int,
    waiting: int,
    waitlist_limit: int | None,
    now: datetime,
) -> str:
    """The phase now. A seat that others wait for is not free: the cohort reads as full.

    With review it is never full: whoever applies holds no seat.
    """
    if status in (DRAFT, CANCELLED, ARCHIVED):
        return status
    if now >= ends:
        return PAST
    if closed_to_newcomers or now >= closes:
        return CLOSED
    if opens is not None and now < opens:
        return UPCOMING
    if admission == "review" or (free > 0 and waiting == 0):
        return OPEN
    return FULL if waitlist_limit is None or waiting < waitlist_limit else WAITLIST_FULL


def line_is_served(*, status: str, admission: str, serves_waitlist: bool, last_offer: datetime, now: datetime) -> bool:
    """Whether a seat that comes free goes to the first in line by itself."""
    return status == "published" and now < last_offer and (admission == "open" or serves_waitlist)
