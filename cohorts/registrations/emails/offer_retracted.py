"""“The offer was taken back”."""

from cohorts.mail.values import Lines
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, reason: str = "") -> None:
    """Write it to who waits again, at the end of the line."""
    values = {"reason": Lines(tuple(reason.splitlines()))}
    letters.write("offer_retracted", registration, values=values)
