"""“You were moved to the end of the waiting list”, with the new position."""

from cohorts.core.numbers import number
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, position: int) -> None:
    """Write it to whom the organizers gave the last place."""
    values = {"position": number(position, registration.language)}
    letters.write("moved_to_end", registration, values=values, not_after=registration.cohort.ends_at)
