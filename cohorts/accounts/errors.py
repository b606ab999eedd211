"""What accounts refuse."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class LinkSpent(Refusal):
    """The link was used, is too old, or was never ours: the three answer alike."""

    status = 410
    sentence = _l("This link was used already, or it is older than ten minutes. Ask for a new one.")


class UnknownUser(Refusal):
    """Nobody signs in with this address."""

    status = 404
    sentence = _l("Nobody signs in with the address %(email)s.")


class AddressTaken(Refusal):
    """Somebody signs in with this address already."""

    field = "email"
    sentence = _l("Somebody signs in with the address %(email)s already.")
