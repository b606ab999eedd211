"""“You declined the offer”."""

from cohorts.registrations.emails import again, letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who gave an offered seat back."""
    letters.write("declined", registration, values=again.values(registration))
