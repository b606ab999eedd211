"""“Your registration was handed over”: to the person who had it."""

from cohorts.mail.rendering import Recipient
from cohorts.registrations import calendars
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, to: Recipient, language: str) -> None:
    """Write it to whose registration it was; it names nobody else."""
    cancelling = calendars.taken_back(registration, language)
    letters.write("handed_over", registration, to=to, language=language, cancelling=cancelling)
