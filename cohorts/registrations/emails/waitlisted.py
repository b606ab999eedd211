"""“You are on the waiting list”, with the position."""

from cohorts.core.numbers import number
from cohorts.registrations import waitlist
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who registered and waits."""
    values = {"position": number(waitlist.position(registration) or 0, registration.language)}
    letters.write("waitlisted", registration, values=values, not_after=registration.cohort.ends_at)
