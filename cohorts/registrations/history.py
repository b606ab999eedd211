"""What happened to a registration, in sentences to its applicant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.activity.models import Activity

SENTENCES: dict[tuple[str, str], Any] = {
    ("register", "confirmed"): _l("You registered and have a seat"),
    ("register", "waitlisted"): _l("You registered and joined the waiting list"),
    ("promote", "confirmed"): _l("A seat came free and is yours"),
    ("withdraw", "withdrawn"): _l("You withdrew"),
    ("cancel", "cancelled"): _l("The organizers cancelled your registration"),
}
OTHERS: dict[str, Any] = {
    "edit": _l("You changed your registration"),
    "correct_address": _l("You corrected your email address"),
}


def sentences(entries: Sequence[Activity]) -> list[tuple[datetime, str]]:
    """Each entry that concerns the applicant as (when, sentence), in the given order."""
    return [(entry.at, sentence) for entry in entries if (sentence := _sentence(entry))]


def _sentence(entry: Activity) -> str | None:
    values = {value.name: value for value in entry.values}
    after = values["state"].new if "state" in values else None
    found = SENTENCES.get((entry.act, after or "")) or OTHERS.get(entry.act)
    if found is None:
        return None
    reason = values["reason"].new if "reason" in values else None
    return gettext("%(what)s: %(reason)s", what=found, reason=reason) if reason else str(found)
