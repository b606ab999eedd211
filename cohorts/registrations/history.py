"""What happened to a registration, in sentences to its applicant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.activity.models import Activity
from cohorts.core import languages
from cohorts.registrations import answer_history
from cohorts.registrations.answer_history import Known

SENTENCES: dict[tuple[str, str], Any] = {
    ("register", "confirmed"): _l("You registered and have a seat"),
    ("register", "waitlisted"): _l("You registered and joined the waiting list"),
    ("register", "offered"): _l("You registered, and a seat is held for you"),
    ("register", "pending"): _l("You applied"),
    ("give", "offered"): _l("The organizers offered you a seat"),
    ("promote", "confirmed"): _l("A seat came free and is yours"),
    ("promote", "offered"): _l("A seat came free and is held for you"),
    ("offer", "offered"): _l("The organizers offered you a seat"),
    ("waitlist", "waitlisted"): _l("The organizers put you on the waiting list"),
    ("move_to_end", "waitlisted"): _l("The organizers moved you to the end of the waiting list"),
    ("reject", "rejected"): _l("The organizers did not select you"),
    ("correct_address", "offered"): _l("You corrected your email address; your seat is held until you confirm it"),
    ("accept", "confirmed"): _l("You accepted the seat"),
    ("decline", "declined"): _l("You gave up the seat"),
    ("expire", "expired"): _l("The offer ended without an answer"),
    ("retract", "waitlisted"): _l("The organizers took the offer back; you are on the waiting list"),
    ("move", "cancelled"): _l("The organizers moved you to another cohort"),
    ("reinstate", "confirmed"): _l("The organizers brought your registration back, and you have a seat"),
    ("reinstate", "offered"): _l("The organizers brought your registration back, and a seat is held for you"),
    ("reinstate", "waitlisted"): _l("The organizers brought your registration back, on the waiting list"),
    ("reinstate", "pending"): _l("The organizers brought your registration back; it waits for a decision"),
    ("withdraw", "withdrawn"): _l("You withdrew"),
    ("cancel", "cancelled"): _l("The organizers cancelled your registration"),
}
OTHERS: dict[str, Any] = {
    "edit": _l("You changed your registration"),
    "correct_address": _l("You corrected your email address"),
    "agree": _l("You took this registration over"),
}


def sentences(entries: Sequence[Activity]) -> list[tuple[datetime, str]]:
    """Each entry, newest first, that concerns the applicant as (when, sentence), in the given order."""
    # What was before belongs to the person who had it then.
    taken_over = next((number for number, entry in enumerate(entries, 1) if entry.act == "agree"), None)
    entries = entries[:taken_over]
    about = answer_history.known(entries, languages.current())
    first = _first_later_answers(entries, about)
    return [(entry.at, sentence) for entry in entries if (sentence := _sentence(entry, about, first))]


def _first_later_answers(entries: Sequence[Activity], about: Known) -> Activity | None:
    later = (e for e in reversed(entries) if e.act == "answer" and answer_history.is_of_later_questions(e, about))
    found = next(later, None)
    return found if found and not any(value.old for value in found.values) else None


def _sentence(entry: Activity, about: Known, first: Activity | None) -> str | None:
    if entry.act == "answer":
        return _answered(entry, "; ".join(answer_history.changes(entry, about)), is_first=entry is first)
    values = {value.name: value for value in entry.values}
    after = values["state"].new if "state" in values else None
    found = SENTENCES.get((entry.act, after or "")) or OTHERS.get(entry.act)
    if found is None:
        return None
    reason = values["reason"].new if "reason" in values else None
    return gettext("%(what)s: %(reason)s", what=found, reason=reason) if reason else str(found)


def _answered(entry: Activity, changes: str, *, is_first: bool) -> str:
    if entry.actor_kind != "applicant":
        return str(gettext("The organizers changed your answers: %(changes)s", changes=changes))
    if is_first:
        return str(gettext("You answered the later questions: %(changes)s", changes=changes))
    return str(gettext("You changed your answers: %(changes)s", changes=changes))
