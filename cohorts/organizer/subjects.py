"""The things that acts are about: how each is called, and where it is."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from cohorts.accounts import queries as accounts
from cohorts.core import languages
from cohorts.core.text import words
from cohorts.mail import queries as mails
from cohorts.programs import queries as programs
from cohorts.registrations import queries as registrations

Subject = tuple[str, int]


def named(subjects: Iterable[Subject]) -> Callable[[str, int], Markup]:
    """A function from a subject to its name as a link; one query for each kind that occurs."""
    ids: dict[str, set[int]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, set()).add(subject_id)
    found = {kind: KINDS[kind](wanted) for kind, wanted in ids.items() if kind in KINDS}
    return lambda kind, subject_id: found.get(kind, {}).get(subject_id) or Markup("{} {}").format(kind, subject_id)


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
    return {
        key: _link(url_for("organizer.registration", reference=row.reference), row.name)
        for key, row in registrations.by_ids(ids).items()
    }


def _messages(ids: set[int]) -> dict[int, Markup]:
    return {key: _link(url_for("organizer.message", message_id=key), title) for key, title in mails.titles(ids).items()}


def _users(ids: set[int]) -> dict[int, Markup]:
    return {key: Markup("{}").format(name) for key, name in accounts.names(ids).items()}


KINDS: dict[str, Any] = {
    "institution": _institutions,
    "program": _programs,
    "cohort": _cohorts,
    "registration": _registrations,
    "message": _messages,
    "user": _users,
}
