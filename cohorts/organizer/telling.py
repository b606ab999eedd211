"""Whether a cohort's people are told of a change, asked while it is saved; and the notice that waits."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import request
from flask_babel import gettext
from markupsafe import Markup

from cohorts.accounts import queries as accounts
from cohorts.activity import queries as trail_of
from cohorts.broadcasts import notices, what_changed
from cohorts.core import languages, when
from cohorts.organizer.desk import DeskCohort
from cohorts.programs.details import CohortDetails, SessionDetails


class Waiting(NamedTuple):
    """A notice that waits: to how many it goes, when, who asked for it, what it says."""

    people: int
    when: Markup
    who: str
    changes: list[str]


def asks(shown: DeskCohort, details: CohortDetails, sessions: Sequence[SessionDetails]) -> int:
    """How many people are to be asked about before this is saved; 0 where none is concerned, or it was answered."""
    if request.form.get("tell") in ("yes", "no") or not notices.may_be_told(shown.cohort):
        return 0
    before, heard = what_changed.of(shown.cohort), notices.last_heard(shown.cohort)
    return notices.concerned(shown.cohort, before, heard, what_changed.picture(details, sessions))


def is_wanted() -> bool:
    """Whether they are to be told."""
    return request.form.get("tell") == "yes"


def saved(cohort_id: int) -> str:
    """What came of saving."""
    waits = notices.waiting(cohort_id)
    if is_wanted() and waits is not None and notices.reaches(waits):
        return str(gettext("Your changes are saved. A message about them goes out in five minutes."))
    return str(gettext("Your changes are saved."))


def waiting(shown: DeskCohort) -> Waiting | None:
    """The notice of a cohort that waits."""
    found = notices.waiting(shown.id)
    if found is None or not notices.may_be_told(shown.cohort):
        return None
    now = what_changed.of(shown.cohort)
    lines = _changes(found.before[notices.WAS], now)
    at = when.day_and_time(found.due_at, shown.timezone, languages.current())
    return Waiting(notices.reaches(found), at, _who(shown.id), lines)


def _changes(before: what_changed.Picture, now: what_changed.Picture) -> list[str]:
    # What changed in the words of one language only is shown in those.
    current = languages.current()
    read = (current, *(each for each in languages.LANGUAGES if each != current))
    shown = (what_changed.lines(before, now, language, knows_link=True) for language in read)
    return next(filter(None, shown), [])


def _who(cohort_id: int) -> str:
    asked = trail_of.of_act("tell", "cohort", [cohort_id])
    key = asked[-1].actor_key if asked else None
    return accounts.names([key]).get(key, "") if key is not None else ""
