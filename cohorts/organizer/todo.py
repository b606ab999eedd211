"""What waits for an organizer: a count, and a verb that leads to it."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext

from cohorts.core import languages, numbers
from cohorts.core.text import words
from cohorts.mail import queries as mails
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import phases
from cohorts.programs.models import Institution
from cohorts.registrations import queries as people


class Todo(NamedTuple):
    """One line: a sentence, the verb to press, where it leads, and what it is about for who only hears the link."""

    sentence: str
    verb: str
    url: str
    detail: str


def of_all(cohorts: Sequence[DeskCohort], owner: Institution | None) -> list[Todo]:
    """Over all cohorts, the most pressing first."""
    pending = people.pending([cohort.id for cohort in cohorts])
    lines = (line for cohort in cohorts for line in _cohort(cohort, pending.get(cohort.id, 0), named=True))
    return [*_messages(), *_institution(owner), *lines]


def of_cohort(cohort: DeskCohort, pending: int) -> list[Todo]:
    """On the desk of one cohort; `pending`: how many wait for a decision."""
    return _cohort(cohort, pending, named=False)


def _messages() -> list[Todo]:
    counts, found = mails.counts(), []
    about = gettext("messages")
    if counts["failed"]:
        sentence = ngettext("%(num)d message could not be sent", "%(num)d messages could not be sent", counts["failed"])
        found.append(Todo(sentence, gettext("See"), url_for("organizer.outbox", state="failed"), about))
    if counts["held"]:
        sentence = ngettext(
            "%(num)d old message waits to be released", "%(num)d old messages wait to be released", counts["held"]
        )
        found.append(Todo(sentence, gettext("Decide"), url_for("organizer.outbox", state="held"), about))
    if counts["queued"] and not mails.is_set_up():
        sentence = ngettext(
            "No mail server is set: %(num)d message waits", "No mail server is set: %(num)d messages wait",
            counts["queued"],
        )  # fmt: skip
        found.append(Todo(sentence, gettext("See"), url_for("organizer.outbox", state="queued"), about))
    return found


def _institution(owner: Institution | None) -> list[Todo]:
    if owner is None or not owner.name or owner.privacy_notice.text:
        return []
    sentence = gettext("There is no privacy notice yet")
    return [Todo(sentence, gettext("Write it"), url_for("organizer.institution"), gettext("the privacy notice"))]


def _cohort(cohort: DeskCohort, pending: int, *, named: bool) -> list[Todo]:
    title = words(cohort.title, languages.current())
    active = cohort.taken + cohort.waiting
    found = []
    if cohort.status == phases.DRAFT and named:
        found.append(Todo(gettext("still a draft"), gettext("Look it over"), cohort.url, title))
    if cohort.status == phases.CANCELLED and active:
        sentence = ngettext(
            "%(num)d person is still to be told that it is cancelled",
            "%(num)d people are still to be told that it is cancelled", active,
        )  # fmt: skip
        found.append(Todo(sentence, gettext("See"), cohort.registrations_url, title))
    if cohort.status == "published" and pending:
        number = numbers.number(pending, languages.current())
        sentence = ngettext("%(shown)s application waits for a decision", "%(shown)s applications wait for a decision",
                            pending, shown=number)  # fmt: skip
        found.append(Todo(sentence, gettext("Decide"), cohort.address("registrations", state="pending"), title))
    if cohort.status == "published" and cohort.waiting:
        shown = numbers.number(cohort.waiting, languages.current())
        sentence = ngettext("%(shown)s person waits for a seat", "%(shown)s people wait for a seat", cohort.waiting,
                            shown=shown)  # fmt: skip
        url = cohort.address("waitlist")
        found.append(Todo(sentence, gettext("See"), url, title))
    if not named:
        return found
    return [line._replace(sentence=gettext("%(cohort)s: %(what)s", cohort=title, what=line.sentence)) for line in found]
