"""What registrations refuse."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class NotOpen(Refusal):
    """Registration is not open, decided under the lock."""

    sentence = _l("Registration closed while you were writing. Nothing was sent.")


class NotYetOpen(Refusal):
    """Registration has not opened yet."""

    sentence = _l("Registration is not open yet.")


class AlreadyRegistered(Refusal):
    """The address has a registration here; its owner was sent the link, a stranger learns nothing of it."""

    field = "email"
    sentence = _l("Look into your mailbox: we wrote to this address.")


class NotActive(Refusal):
    """The registration has ended already."""

    sentence = _l("This registration has ended already.")


class CannotMove(Refusal):
    """The table of states has no such move."""

    sentence = _l("That is not possible for a registration that is %(state)s.")


class BelowTaken(Refusal):
    """Seats that people hold cannot be taken away."""

    status = 422
    field = "capacity"
    sentence = _l("%(taken)d seats are taken, so the capacity cannot be lower.")
