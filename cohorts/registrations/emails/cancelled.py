"""“Your registration is cancelled”, with the organizers' reason."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, reason: str) -> None:
    """Write it to whose registration the organizers ended."""
    letters.write("cancelled", registration, said={"reason": reason.splitlines()})
