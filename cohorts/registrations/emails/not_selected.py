"""“You were not selected”."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, note: str = "") -> None:
    """Write it to whom the organizers did not select."""
    letters.write("not_selected", registration, said={"note": note.splitlines()})
