"""What broadcasts refuse."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class NothingToSay(Refusal):
    """It has no words in any language."""

    status = 422
    sentence = _l("Write a subject and a text in at least one language.")


class HalfWritten(Refusal):
    """In one language there is a subject without a text, or the other way round."""

    status = 422
    sentence = _l("In %(language)s, write both a subject and a text, or neither.")


class NobodyToWriteTo(Refusal):
    """Nobody would get it."""

    status = 422
    sentence = _l("Nobody would get this message now, so nothing was sent. Choose other people.")


class TooManyPicked(Refusal):
    """More people are picked by hand than a list should hold."""

    status = 422
    sentence = _l("At most %(most)d people are picked by hand. Choose them by their state instead.")


class TimeIsOver(Refusal):
    """It cannot go out in the past."""

    status = 422
    field = "day"
    sentence = _l("This time is over. Choose one that is still to come, or send the message now.")


class WordsStay(Refusal):
    """It was scheduled: its words are frozen."""

    sentence = _l("This message is scheduled or sent already, so it stays as it is. Copy it to change it.")


class NotWaiting(Refusal):
    """It is not, or no longer, waiting for its time."""

    sentence = _l("This message has begun to go out already, or was cancelled before. Nothing was changed.")


class NotGoingOut(Refusal):
    """There is nothing of it to stop."""

    sentence = _l("Nothing of this message waits to be sent, so there is nothing to stop.")
