"""“You are on the waiting list”, with the position."""

from cohorts.core.numbers import number
from cohorts.registrations import queries
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, position: int | None = None, note: str = "") -> None:
    """Write it to who waits for a seat. Whoever knows the position says it: counting takes long in a long line."""
    position = queries.position(registration) if position is None else position
    values = {"position": number(position or 0, registration.language)}
    letters.write(
        "waitlisted", registration, values=values, said={"note": note.splitlines()},
        not_after=registration.cohort.ends_at,
    )  # fmt: skip
