"""“It begins soon”, to who has a seat."""

from datetime import datetime

from cohorts.mail.models import BULK_LANE
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, cause: str, batch: str, not_after: datetime) -> None:
    """Write it once for its cause; it goes stale when the first session begins."""
    letters.write("reminder", registration, cause=cause, batch=batch, not_after=not_after, lane=BULK_LANE)
