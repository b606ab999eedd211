"""What registrations refuse."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal
from cohorts.registrations import states

STATES: dict[str | None, Any] = {
    None: _l("new"),
    states.CONFIRMED: _l("confirmed"),
    states.WAITLISTED: _l("on the waiting list"),
    states.WITHDRAWN: _l("withdrawn"),
    states.CANCELLED: _l("cancelled"),
}


class NotOpen(Refusal):
    """Registration is not open, decided under the lock."""

    sentence = _l("Registration closed while you were writing. Nothing was sent.")


class NotYetOpen(Refusal):
    """Registration has not opened yet."""

    sentence = _l("Registration is not open yet.")


class AlreadyRegistered(Refusal):
    """The address has a registration here; its owner was sent the link, a stranger learns nothing of it."""

    field = "email"
    sentence = _l("Check your inbox: we wrote to this address.")


class NotActive(Refusal):
    """The registration has ended already."""

    sentence = _l("This registration has ended already.")


class CannotMove(Refusal):
    """The table of states has no such move."""

    sentence = _l("That is not possible for a registration that is %(state)s.")

    def __init__(self, state: str | None) -> None:
        """Names the state in words."""
        super().__init__(state=STATES[state])


class BelowTaken(Refusal):
    """Seats that people hold cannot be taken away."""

    status = 422
    field = "capacity"
    sentence = _l("%(taken)d seats are taken, so the capacity cannot be lower.")
