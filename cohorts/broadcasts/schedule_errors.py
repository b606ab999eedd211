"""What schedules and notices refuse."""

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal


class ScheduledTwice(Refusal):
    """There is one of this kind and time."""

    field = "amount"
    sentence = _l("There is such a message already.")


class SameTime(Refusal):
    """There is another of this kind that is due at the same instant: 2 days, and 48 hours."""

    field = "amount"
    sentence = _l("Another message of this kind goes out at the same time already.")


class TimeHasPassed(Refusal):
    """It would be due in the past."""

    status = 422
    field = "amount"
    sentence = _l("It would have gone out on %(when)s: it does not go out any more. Choose another time.")


class HasFired(Refusal):
    """It went out, or goes out now."""

    sentence = _l("This message has gone out already, so it stays as it is.")


class GoesOutAlready(Refusal):
    """The worker has begun to write it, or it was dropped."""

    sentence = _l("No message about changes waits any more: it goes out already, or somebody dropped it.")
