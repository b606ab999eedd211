"""“You are on the waiting list”, with the position."""

from cohorts.core.numbers import number
from cohorts.mail.values import Lines, Value
from cohorts.registrations import queries
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, note: str = "") -> None:
    """Write it to who waits for a seat."""
    position = number(queries.position(registration) or 0, registration.language)
    values: dict[str, Value] = {"position": position, "note": Lines(tuple(note.splitlines()))}
    letters.write("waitlisted", registration, values=values, not_after=registration.cohort.ends_at)
