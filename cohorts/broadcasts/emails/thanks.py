"""Words after the last session, to who had a seat; with a way to get no more of their kind."""

from datetime import datetime

from cohorts.mail.models import BULK_LANE
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, cause: str, batch: str, not_after: datetime) -> None:
    """Write it once for its cause."""
    letters.write("thanks", registration, cause=cause, batch=batch, not_after=not_after, lane=BULK_LANE)
