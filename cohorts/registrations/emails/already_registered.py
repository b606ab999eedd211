"""“You have registered before”: to the owner of an address that somebody registered once more."""

from cohorts.core import clock
from cohorts.registrations.emails import letters, links_again
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it with the link of the registration that the address has; once a minute at most."""
    state = links_again.state_in_words(registration, registration.language)
    cause = f"already:{registration.reference}:{clock.now():%Y%m%d%H%M}"
    letters.write("already_registered", registration, values={"state": state}, cause=cause)
