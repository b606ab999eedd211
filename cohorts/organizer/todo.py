"""What waits for an organizer: a count, and a verb that leads to it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from cohorts.core import languages, numbers
from cohorts.core.text import words
from cohorts.mail import queries as mails
from cohorts.messages import gaps as message_gaps
from cohorts.messages.gaps import Gaps
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import institution, phases
from cohorts.programs.models import Institution
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.registrations import lacking
from cohorts.registrations import queries as people


class Todo(NamedTuple):
    """One line: a sentence, the verb to press, where it leads, and what it is about for who only hears the link."""

    sentence: str
    verb: str
    url: str
    detail: str


def of_all(cohorts: Sequence[DeskCohort], owner: Institution | None, offers: Mapping[int, people.Offers]) -> list[Todo]:
    """Over all cohorts, the most pressing first; `offers`: those that run, by cohort."""
    ids = [cohort.id for cohort in cohorts]
    pending, lacks, gaps = people.pending(ids), lacking.counts(ids), _gaps(cohorts)
    lines = (
        _named(cohort, line)
        for cohort in cohorts
        for line in [
            *_draft(cohort), *_own_words(cohort, gaps),
            *_cohort(cohort, pending.get(cohort.id, 0), offers.get(cohort.id)),
            *_lacking(cohort, lacks.get(cohort.id, {})),
        ]
    )  # fmt: skip
    return [*_messages(), *_institution(owner), *_words_of_programs(cohorts, gaps), *lines]


def of_cohort(cohort: DeskCohort, pending: int) -> list[Todo]:
    """On the desk of one cohort; `pending`: how many wait for a decision."""
    lines = _cohort(cohort, pending, people.running_offers([cohort.id]).get(cohort.id))
    # Who publishes a cohort will write to people: what their messages lack is said there before.
    before = _institution(institution.current()) if cohort.status == phases.DRAFT else []
    lines = [*before, *_words(cohort, _gaps([cohort]).cohorts.get(cohort.id, 0)), *lines]
    return [*lines, *_lacking(cohort, lacking.counts([cohort.id]).get(cohort.id, {}))]


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
    url = url_for("organizer.institution")
    if owner is None or not owner.name:
        sentence = gettext("Pages and messages do not say yet who you are")
        return [Todo(sentence, gettext("Set up the institution"), url, "")]
    found = []
    if not owner.privacy_notice.text:
        sentence = gettext("There is no privacy notice yet")
        found.append(Todo(sentence, gettext("Write it"), url, gettext("the privacy notice")))
    if not owner.address:
        # The law wants to read in each mail of news how one reaches who sends it.
        sentence = gettext("Messages say no postal address, which news and announcements must")
        found.append(Todo(sentence, gettext("Write it"), url, gettext("the postal address")))
    return found


def _named(cohort: DeskCohort, line: Todo) -> Todo:
    return _called(words(cohort.title, languages.current()), line)


def _called(title: str, line: Todo) -> Todo:
    said = Markup(gettext("%(cohort)s: %(what)s"))
    return line._replace(sentence=said % {"cohort": title, "what": line.sentence})


def _draft(cohort: DeskCohort) -> list[Todo]:
    if cohort.status != phases.DRAFT:
        return []
    return [Todo(gettext("still a draft"), gettext("Look it over"), cohort.url, _title(cohort))]


def _gaps(cohorts: Sequence[DeskCohort]) -> Gaps:
    open_ones = [each for each in cohorts if each.status in (phases.DRAFT, "published") and not each.is_over]
    return message_gaps.counts([each.cohort for each in open_ones])


def _words(cohort: DeskCohort, count: int) -> list[Todo]:
    return _lacks_words(count, cohort.address("templates"), _title(cohort))


def _own_words(cohort: DeskCohort, gaps: Gaps) -> list[Todo]:
    """Where a cohort's own words lack a language; where its program's do is said once for all of its cohorts."""
    return _words(cohort, gaps.own.get(cohort.id, 0))


def _words_of_programs(cohorts: Sequence[DeskCohort], gaps: Gaps) -> list[Todo]:
    programs = {each.cohort.program_id: each.cohort.program for each in cohorts if each.id in gaps.cohorts}
    lines = []
    for number, program in programs.items():
        title, url = words(program.title, languages.current()), url_for("organizer.templates", program=program.slug)
        lines += [_called(title, line) for line in _lacks_words(gaps.programs.get(number, 0), url, title)]
    return lines


def _lacks_words(count: int, url: str, detail: str) -> list[Todo]:
    if not count:
        return []
    sentence = ngettext(
        "%(shown)s message has words of its own in one language only",
        "%(shown)s messages have words of their own in one language only", count,
        shown=_number(count),
    )  # fmt: skip
    return [Todo(sentence, gettext("See"), url, detail)]


def _cohort(cohort: DeskCohort, pending: int, offers: people.Offers | None) -> list[Todo]:
    active = cohort.taken + cohort.waiting
    if cohort.status == phases.CANCELLED and active:
        sentence = ngettext(
            "%(num)d person is still to be told that it is cancelled",
            "%(num)d people are still to be told that it is cancelled", active,
        )  # fmt: skip
        return [Todo(sentence, gettext("See"), cohort.registrations_url, _title(cohort))]
    if cohort.status != "published":
        return []
    return [*_undecided(cohort, pending), *_offers(cohort, offers), *_waiting(cohort)]


def _undecided(cohort: DeskCohort, pending: int) -> list[Todo]:
    if not pending:
        return []
    sentence = ngettext(
        "%(shown)s application waits for a decision", "%(shown)s applications wait for a decision", pending,
        shown=_number(pending),
    )  # fmt: skip
    return [Todo(sentence, gettext("Decide"), cohort.address("registrations", state="pending"), _title(cohort))]


def _offers(cohort: DeskCohort, offers: people.Offers | None) -> list[Todo]:
    if offers is None:
        return []
    sentence = ngettext(
        "%(shown)s offer runs; it ends %(when)s", "%(shown)s offers run; the next ends %(when)s", offers.running,
        shown=_number(offers.running), when=cohort.short(offers.next_end),
    )  # fmt: skip
    return [Todo(Markup(sentence), gettext("See"), cohort.address("registrations", state="offered"), _title(cohort))]


def _waiting(cohort: DeskCohort) -> list[Todo]:
    if not cohort.waiting:
        return []
    sentence = ngettext(
        "%(shown)s person waits for a seat", "%(shown)s people wait for a seat", cohort.waiting,
        shown=_number(cohort.waiting),
    )  # fmt: skip
    return [Todo(sentence, gettext("See"), cohort.address("waitlist"), _title(cohort))]


def _lacking(cohort: DeskCohort, counts: Mapping[str, int]) -> list[Todo]:
    if cohort.status != "published" or cohort.is_over:
        return []
    missing, later = counts.get(REGISTRATION, 0), counts.get(AFTER_SEAT, 0)
    sentences = {
        REGISTRATION: ngettext(
            "%(shown)s registration lacks an answer that must be given",
            "%(shown)s registrations lack an answer that must be given", missing, shown=_number(missing),
        ),
        AFTER_SEAT: ngettext(
            "%(shown)s person with a seat has not answered the later questions",
            "%(shown)s people with a seat have not answered the later questions", later, shown=_number(later),
        ),
    }  # fmt: skip
    return [
        Todo(sentences[stage], gettext("See"), cohort.address("registrations", lacks=stage), _title(cohort))
        for stage in (REGISTRATION, AFTER_SEAT)
        if counts.get(stage)
    ]


def _title(cohort: DeskCohort) -> str:
    return str(words(cohort.title, languages.current()))


def _number(count: int) -> str:
    return numbers.number(count, languages.current())
