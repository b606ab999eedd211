"""What drafts refuse."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class NoRoomForDrafts(Refusal):
    """As much is begun and not sent as there is room for."""

    status = 503
    sentence = _l("So many forms are begun at the moment that yours cannot be kept. Try again in a few hours.")


class DraftTooLarge(Refusal):
    """What was typed is more than a draft holds."""

    status = 413
    sentence = _l("That is too much for one form. Shorten what you wrote.")
