"""“A seat is held for you”, until a deadline."""

from cohorts.mail.values import Lines
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, note: str = "") -> None:
    """Write it to whom a seat is offered; it dies with the offer."""
    values = {"note": Lines(tuple(note.splitlines()))}
    letters.write("offer_made", registration, values=values, not_after=registration.offer_ends_at)
