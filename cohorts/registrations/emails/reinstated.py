"""“You are registered again”."""

from cohorts.registrations.emails import letters, outcomes
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to whom the organizers brought back."""
    values = outcomes.values(registration)
    letters.write("reinstated", registration, values=values, not_after=registration.cohort.ends_at)
