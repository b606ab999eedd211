"""“The offer was taken back”."""

from cohorts.core.numbers import number
from cohorts.registrations import queries
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, reason: str = "") -> None:
    """Write it to who waits now, at the end of the line, once the line has been served."""
    values = {"position": number(queries.position(registration) or 0, registration.language)}
    letters.write("offer_retracted", registration, values=values, said={"reason": reason.splitlines()})
