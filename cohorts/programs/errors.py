"""What programs and cohorts refuse."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from cohorts.core.errors import Refusal

STATUSES = {
    "draft": _l("a draft"),
    "published": _l("published"),
    "cancelled": _l("cancelled"),
    "archived": _l("archived"),
}


class SlugTaken(Refusal):
    """Another program, or cohort of this program, has this address."""

    field = "slug"
    sentence = _l("Another one has this address already. Choose another word.")


class NoSessions(Refusal):
    """A cohort has at least one session."""

    status = 422
    field = "sessions"
    sentence = _l("Add at least one session.")


class StillRunning(Refusal):
    """A program with cohorts that are not over is not archived."""

    sentence = _l("A cohort of this program is not over yet. Archive the program after it.")


class ProgramNotPublished(Refusal):
    """A cohort is published within a published program."""

    sentence = _l("Publish the program first: its cohorts are seen on its page.")


class HasPublishedCohorts(Refusal):
    """A program whose cohorts people can see does not go back to draft."""

    sentence = _l("People can see cohorts of this program, so it cannot go back to draft.")


class HasRegistrations(Refusal):
    """People have registered, so the cohort cannot disappear."""

    sentence = _l("People have registered, so this cohort cannot go back to draft. Cancel it instead.")


class Undecided(Refusal):
    """People wait for a decision, which nobody takes in a cohort that does not select."""

    field = "admission"

    def __init__(self, count: int) -> None:
        """Says how many."""
        super().__init__()
        self.count = count

    def __str__(self) -> str:
        return str(
            ngettext(
                "%(num)d application waits for a decision. Decide first: newcomers would pass it.",
                "%(num)d applications wait for a decision. Decide first: newcomers would pass them.",
                self.count,
            )
        )


class NotOver(Refusal):
    """Only a cohort that is empty or past is archived."""

    sentence = _l("Only a cohort that is over, or that has no registrations, can be archived.")


class AlreadyOver(Refusal):
    """What is over is not cancelled: its people were there."""

    sentence = _l("This cohort is over, so there is nothing to cancel.")


class WrongStatus(Refusal):
    """The act does not lead on from this status."""

    sentence = _l("That is not possible for a cohort that is %(status)s.")

    def __init__(self, status: str) -> None:
        """Names the status in words."""
        super().__init__(status=STATUSES[status])


class LastOfferAfterEnd(Refusal):
    """Offers after the end lead nowhere."""

    status = 422
    field = "last_offer_at"
    sentence = _l("The last offer must be before the last session ends")


class LastOfferPast(Refusal):
    """A deadline that has passed already is a slip of the pen."""

    status = 422
    field = "last_offer_at"
    sentence = _l("The last offer must lie ahead")


class WindowAfterStart(Refusal):
    """Registration ends by the first session at the latest."""

    status = 422
    field = "registration_closes"
    sentence = _l("Registration must close before the first session starts.")


class WindowUpsideDown(Refusal):
    """Registration opens before it closes."""

    status = 422
    field = "registration_closes"
    sentence = _l("Registration must close after it opens.")


class EndsBeforeStart(Refusal):
    """A session ends after it starts."""

    status = 422
    field = "sessions"
    sentence = _l("A session must end after it starts.")


class UnlikelyYear(Refusal):
    """A year that nobody means; calendars and clocks do not know them all."""

    status = 422
    sentence = _l("Choose a date in the years 2000 to 2100.")


class SkippedTime(Refusal):
    """The clocks go forward past this time."""

    status = 422
    sentence = _l("The clocks go forward past this time on that day. Choose an earlier or a later one.")


class RepeatedTime(Refusal):
    """The clocks go back, so this time comes twice."""

    status = 422
    sentence = _l("The clocks go back on that day, so this time comes twice. Choose an earlier or a later one.")
