"""“You have a seat”: with the sessions for the calendar."""

from cohorts.mail.rendering import Outgoing
from cohorts.registrations.emails import letters, more_questions
from cohorts.registrations.models import Registration


def write(registration: Registration, message: Outgoing | None = None) -> None:
    """Write it to who registered and has a seat; `message`: as it was rendered before."""
    letters.send(message or rendered(registration), registration, not_after=registration.cohort.ends_at)


def rendered(registration: Registration) -> Outgoing:
    """The mail, not sent yet."""
    return letters.rendered("seat_confirmed", registration, values=more_questions.values(registration))
