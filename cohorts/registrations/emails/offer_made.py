"""“A seat is held for you”, until a deadline."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, note: str = "") -> None:
    """Write it to whom a seat is offered; it dies with the offer."""
    said: letters.Said = {"note": note.splitlines()}
    letters.write("offer_made", registration, said=said, not_after=registration.offer_ends_at)
