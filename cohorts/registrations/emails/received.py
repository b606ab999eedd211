"""“We have your application”."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who applied and waits for a decision."""
    letters.write("received", registration, not_after=registration.cohort.ends_at)
