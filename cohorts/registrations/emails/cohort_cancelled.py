"""“The cohort is cancelled”, with the organizers' reason."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, *, reason: str) -> None:
    """Write it to who had registered for the cohort."""
    letters.write("cohort_cancelled", registration, said={"reason": reason.splitlines()})
