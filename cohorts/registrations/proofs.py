"""The proof of an address: its person did something by the link that was mailed there."""

from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.registrations.models import Registration

APPLICANT = "applicant"


def note(registration: Registration, *, by: Actor) -> None:
    """Note that an act of the applicant's own came by that link; the first time is kept. Inside a verb.

    Only for what nothing but the mailed link opens: not for what who has just registered may do as well.
    """
    if by.kind == APPLICANT:
        registration.email_proved_at = registration.email_proved_at or clock.now()
