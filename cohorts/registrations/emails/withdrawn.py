"""“You have withdrawn”."""

from cohorts.registrations.emails import again, letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who withdrew."""
    letters.write("withdrawn", registration, values=again.values(registration))
