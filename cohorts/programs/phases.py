"""In which phase a cohort is, as visitors see it: decided from plain values."""

from datetime import datetime

DRAFT, UPCOMING, OPEN, FULL, CLOSED = "draft", "upcoming", "open", "full", "closed"
PAST, CANCELLED, ARCHIVED = "past", "cancelled", "archived"
PHASES = (DRAFT, UPCOMING, OPEN, FULL, CLOSED, PAST, CANCELLED, ARCHIVED)
TAKES_REGISTRATIONS = frozenset({OPEN, FULL})


def phase(
    *,
    status: str,
    opens: datetime | None,
    closes: datetime,
    ends: datetime,
    free: int,
    waiting: int,
    now: datetime,
) -> str:
    """The phase now. A seat that others wait for is not free: the cohort reads as full."""
    if status in (DRAFT, CANCELLED, ARCHIVED):
        return status
    if now >= ends:
        return PAST
    if now >= closes:
        return CLOSED
    if opens is not None and now < opens:
        return UPCOMING
    return OPEN if free > 0 and waiting == 0 else FULL


def line_is_served(*, status: str, ends: datetime, now: datetime) -> bool:
    """Whether a seat that comes free goes to the first in line."""
    return status == "published" and now < ends
