"""The mail that tells the present state of an active registration."""

from cohorts.registrations import states
from cohorts.registrations.emails import offer_made, received, seat_confirmed, verify_address, waitlisted
from cohorts.registrations.models import Registration


def write(registration: Registration) -> None:
    """Write it to who registered, or whose address or person is new."""
    if registration.state == states.OFFERED:
        unproved = registration.email_proved_at is None and registration.privacy_agreed_at is not None
        (verify_address if unproved else offer_made).write(registration)
    else:
        OF_STATE[registration.state].write(registration)


OF_STATE = {states.CONFIRMED: seat_confirmed, states.WAITLISTED: waitlisted, states.PENDING: received}
