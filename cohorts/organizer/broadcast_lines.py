"""The list of what a cohort's people are written: each message to many on one line."""

from typing import Any, NamedTuple

from flask_babel import gettext

from cohorts.broadcasts import agenda
from cohorts.broadcasts.agenda import COMING, GOING, Agenda, Item
from cohorts.broadcasts.models import Broadcast, Schedule
from cohorts.core import languages
from cohorts.core.text import words
from cohorts.organizer import broadcast_words, schedules
from cohorts.organizer.desk import DeskCohort


class Line(NamedTuple):
    """A message to many on the page."""

    name: str
    url: str
    to: str
    state: tuple[Any, str]
    when: str
    accepted: int
    recipients: int


class Lines(NamedTuple):
    """What is coming, what is not finished, what went."""

    coming: list[Line]
    drafts: list[Line]
    gone: list[Line]


def of_cohort(shown: DeskCohort) -> Lines:
    """All of a cohort."""
    found: Agenda = agenda.of_cohort(shown.cohort)
    return Lines(*([_line(item, shown) for item in items] for items in found))


def _line(item: Item, shown: DeskCohort) -> Line:
    about = item.about
    if isinstance(about, Broadcast):
        name = words(about.subject, languages.current()) or gettext("No subject yet")
        url = shown.address("broadcast", broadcast_id=about.id)
        to, state = broadcast_words.audience(about), broadcast_words.STATUSES[about.status]
    elif isinstance(about, Schedule):
        name, url = schedules.name(about), shown.address("schedules")
        to, state = gettext("People with a seat"), _state(item)
    else:
        name, url = gettext("Dates or place have changed"), shown.url
        to, state = gettext("Everybody whom it concerns"), _state(item)
    state = broadcast_words.STATUSES["sending"] if item.phase == GOING else state
    return Line(
        name, url, to, state, shown.short(item.at), item.progress.accepted, item.progress.recipients
    )  # fmt: skip


def _state(item: Item) -> tuple[Any, str]:
    return broadcast_words.STATUSES["scheduled" if item.phase == COMING else "sent"]
