"""The things that acts are about: how each is called, and where it is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from cohorts.accounts import queries as accounts
from cohorts.activity import queries as trail_of
from cohorts.activity.models import Activity
from cohorts.broadcasts import queries as broadcasts
from cohorts.core import languages
from cohorts.core.text import words
from cohorts.mail import queries as mails
from cohorts.programs import queries as programs
from cohorts.registrations import queries as registrations
from cohorts.registrations.models import Registration

Subject = tuple[str, int]


def people(entries: Iterable[Activity]) -> dict[int, Registration]:
    """The registrations that these entries are about, by their ids; one query."""
    ids = {entry.subject_id for entry in entries if entry.subject_type == "registration"}
    return registrations.by_ids(ids) if ids else {}


def formerly(entries: Iterable[Activity], people: Mapping[int, Registration]) -> dict[int, Markup]:
    """Of entries about registrations that somebody else has now: the name of who had it then, by the entry's id."""
    # Most were never anybody else's: taking one over ends its link.
    others = {key for key, row in people.items() if row.link_version > 1}
    handed_over, found = trail_of.of_act("agree", "registration", others) if others else [], {}
    for entry in entries if handed_over else ():
        later = (each for each in handed_over if each.subject_id == entry.subject_id and each.id > entry.id)
        name = next((value.old for each in later for value in each.values if value.name == "name"), None)
        if name and entry.subject_type == "registration":
            found[entry.id] = _person(people[entry.subject_id], name)
    return found


def named(
    subjects: Iterable[Subject], people: Mapping[int, Registration] | None = None
) -> Callable[[str, int], Markup]:
    """A function from a subject to its name as a link; one query for each kind that occurs and is not given."""
    ids: dict[str, set[int]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, set()).add(subject_id)
    given = {"registration": {key: _person(row, row.name) for key, row in people.items()}} if people else {}
    found = given | {kind: KINDS[kind](wanted) for kind, wanted in ids.items() if kind in KINDS and kind not in given}
    return lambda kind, subject_id: found.get(kind, {}).get(subject_id) or Markup("{} {}").format(kind, subject_id)


def _person(registration: Registration, name: str) -> Markup:
    return _link(url_for("organizer.registration", reference=registration.reference), name)


def _link(url: str, name: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, name)


def _institutions(ids: set[int]) -> dict[int, Markup]:
    return {key: _link(url_for("organizer.institution"), gettext("The institution")) for key in ids}


def _programs(ids: set[int]) -> dict[int, Markup]:
    language = languages.current()
    return {
        key: _link(url_for("organizer.program", program=row.slug), words(row.title, language))
        for key, row in programs.programs_by_id(ids).items()
    }


def _cohorts(ids: set[int]) -> dict[int, Markup]:
    language = languages.current()
    return {
        key: _link(url_for("organizer.cohort", program=row.program.slug, cohort=row.slug), words(row.title, language))
        for key, row in programs.cohorts_by_id(ids).items()
    }


def _registrations(ids: set[int]) -> dict[int, Markup]:
    return {key: _person(row, row.name) for key, row in registrations.by_ids(ids).items()}


def _messages(ids: set[int]) -> dict[int, Markup]:
    return {key: _link(url_for("organizer.message", message_id=key), title) for key, title in mails.titles(ids).items()}


def _broadcasts(ids: set[int]) -> dict[int, Markup]:
    language = languages.current()
    return {
        key: _link(
            url_for("organizer.broadcast", program=row.cohort.program.slug, cohort=row.cohort.slug, broadcast_id=key),
            words(row.subject, language),
        )
        for key, row in broadcasts.by_ids(ids).items()
    }


def _users(ids: set[int]) -> dict[int, Markup]:
    return {key: Markup("{}").format(name) for key, name in accounts.names(ids).items()}


KINDS: dict[str, Any] = {
    "institution": _institutions,
    "program": _programs,
    "cohort": _cohorts,
    "registration": _registrations,
    "message": _messages,
    "broadcast": _broadcasts,
    "user": _users,
}
