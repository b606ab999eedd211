"""“You have a seat”: with the sessions for the calendar."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who registered and has a seat."""
    cohort = registration.cohort
    values = {"online_link": cohort.venue_link}
    letters.write("seat_confirmed", registration, values=values, with_calendar=True, not_after=cohort.ends_at)
