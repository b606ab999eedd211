"""Why a seat stays free, in a sentence."""

from flask_babel import gettext, ngettext

from cohorts.core import clock
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import entries

SELECTING = "selecting"


def why(line: Seats, cohort: Cohort) -> str:
    """The sentence; empty where no seat is free, or nobody could take one any more."""
    if cohort.status not in ("draft", "published") or cohort.ends_at <= clock.now():
        return ""
    word = entries.why_free(line, cohort)
    if cohort.admission == "review" and word in (entries.NOBODY_WAITS, entries.CLOSED):
        word = entries.PAST_LAST_OFFER if clock.now() >= cohort.last_offer else SELECTING
    return _sentence(word, line) if word else ""


def _sentence(word: str, line: Seats) -> str:
    sentences = {
        entries.HELD_BACK: ngettext(
            "No seat is free: %(num)d is held back.", "No seat is free: %(num)d are held back.", line.held_back
        ),
        entries.NOT_PUBLISHED: gettext("Nobody gets a seat before the cohort is published."),
        entries.NOBODY_WAITS: gettext("Nobody waits for the free seats."),
        entries.CLOSED: gettext("Nobody waits for the free seats, and the cohort is closed to newcomers."),
        SELECTING: gettext("You decide who is offered the free seats."),
        entries.PAST_LAST_OFFER: gettext("Seats stay free: the time for offers has passed."),
        entries.SWITCHED_OFF: gettext("Seats stay free while people wait: you decide who is offered one."),
    }
    return str(sentences[word])
