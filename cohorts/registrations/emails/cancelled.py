"""“Your registration is cancelled”, with the organizers' reason."""

from cohorts.mail.values import Lines
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, reason: str) -> None:
    """Write it to whose registration the organizers ended."""
    letters.write("cancelled", registration, values={"reason": Lines(tuple(reason.splitlines()))})
