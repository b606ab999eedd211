"""“The offer has ended”."""

from cohorts.registrations.emails import again, letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who did not answer in time."""
    letters.write("offer_expired", registration, values=again.values(registration))
