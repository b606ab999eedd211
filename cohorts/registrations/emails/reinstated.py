"""“You are registered again”."""

from cohorts.registrations import states
from cohorts.registrations.emails import letters, outcomes
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to whom the organizers brought back."""
    confirmed = registration.state == states.CONFIRMED
    letters.write(
        "reinstated", registration, values=outcomes.values(registration), with_calendar=confirmed,
        not_after=registration.cohort.ends_at,
    )  # fmt: skip
