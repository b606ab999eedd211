"""“You were not selected”."""

from cohorts.mail.values import Lines
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, note: str = "") -> None:
    """Write it to whom the organizers did not select."""
    values = {"note": Lines(tuple(note.splitlines()))}
    letters.write("not_selected", registration, values=values)
