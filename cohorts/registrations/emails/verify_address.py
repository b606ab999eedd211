"""“Confirm your address”: the link in it turns the offer into a seat."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who registered with an address not proved yet; it dies with the offer."""
    letters.write("verify_address", registration, not_after=registration.offer_ends_at)
