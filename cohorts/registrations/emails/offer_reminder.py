"""“Your offer ends soon”: once, before it ends."""

from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who has not answered yet; it dies with the offer."""
    letters.write("offer_reminder", registration, not_after=registration.offer_ends_at)
