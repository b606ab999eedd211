"""In which phase a cohort is, as visitors see it: decided from plain values."""

from datetime import datetime

DRAFT, UPCOMING, OPEN, FULL, CLOSED = "draft", "upcoming", "open", "full", "closed"
WAITLIST_FULL, WAITLIST_CLOSED = "waitlist_full", "waitlist_closed"
PAST, CANCELLED, ARCHIVED = "past", "cancelled", "archived"
PHASES = (DRAFT, UPCOMING, OPEN, FULL, WAITLIST_FULL, WAITLIST_CLOSED, CLOSED, PAST, CANCELLED, ARCHIVED)
TAKES_REGISTRATIONS = frozenset({OPEN, FULL})
BY_ITSELF, BY_HAND, BY_NOBODY = "by_itself", "by_hand", "by_nobody"


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
    last_offer: datetime,
    now: datetime,
) -> str:
    """The phase now. A seat that others wait for is not free: the cohort reads as full.

    With review it is never full: whoever applies holds no seat. Nobody joins a line that nobody serves any more.
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
    if now >= last_offer:
        return WAITLIST_CLOSED
    return FULL if waitlist_limit is None or waiting < waitlist_limit else WAITLIST_FULL


def service(*, status: str, admission: str, serves_waitlist: bool, last_offer: datetime, now: datetime) -> str:
    """Who gives seats that come free to those who wait: by itself the first gets them, the organizers, or nobody."""
    if status != "published" or now >= last_offer:
        return BY_NOBODY
    return BY_ITSELF if admission == "open" or serves_waitlist else BY_HAND
