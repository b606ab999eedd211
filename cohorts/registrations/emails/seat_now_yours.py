"""“A seat is now yours”: to the first of the waiting list, with the sessions for the calendar."""

from cohorts.registrations.emails import letters, more_questions
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who waited and has a seat now."""
    values = more_questions.values(registration)
    letters.write("seat_now_yours", registration, values=values, not_after=registration.cohort.ends_at)
