"""Broadcasts in words: to whom, why somebody is passed over, how it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from cohorts.accounts import permissions
from cohorts.broadcasts import audiences, words
from cohorts.broadcasts.models import CANCELLED, SCHEDULED, STOPPED, Broadcast
from cohorts.broadcasts.queries import Progress, is_going_out
from cohorts.broadcasts.recipients import Foreseen
from cohorts.core import languages, numbers, when
from cohorts.core.errors import Refusal
from cohorts.mail import queries as mails
from cohorts.mail.rendering import Outgoing, Recipient
from cohorts.messages import writing
from cohorts.messages.errors import BadWords
from cohorts.organizer import form_places
from cohorts.organizer.desk import DeskCohort
from cohorts.questions import queries as forms
from cohorts.questions import types
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations import informing, queries
from cohorts.registrations import samples as previews
from cohorts.registrations.errors import STATES

STATUSES = {
    "draft": (_l("Draft"), ""), "scheduled": (_l("Scheduled"), "tint"), "sending": (_l("Going out"), "tint"),
    "sent": (_l("Sent"), "good"), "stopped": (_l("Stopped"), "warn"), "cancelled": (_l("Called off"), ""),
}  # fmt: skip
REASONS = {
    "left": _l("asked not to be written to"),
    "no_news": _l("the registration has ended, and they did not ask for news"),
    "address_failed": _l("mail does not reach the address"),
    "twice": _l("the same address gets it already"),
    "ended": _l("the registration ended after the message had started"),
}


def audience(broadcast: Broadcast) -> str:
    """`Confirmed, waiting for a decision`, `24 people picked by hand`."""
    found = audiences.read(broadcast.audience)
    if found.picked:
        return str(ngettext("%(num)d person picked by hand", "%(num)d people picked by hand", len(found.picked)))
    wanted = ", ".join(str(STATES[state]) for state in found.states) or str(gettext("nobody"))
    wanted = wanted[0].upper() + wanted[1:]
    if not found.question_id:
        return wanted
    said = next((each for each in _choices(broadcast.cohort_id) if each[0] == chosen(found)), None)
    if said is None:
        return str(gettext("%(states)s, with an answer that is not on the form any more", states=wanted))
    return str(gettext("%(states)s; to “%(question)s” they answered “%(choice)s”",
                       states=wanted, question=said[1], choice=said[2]))  # fmt: skip


def standing(broadcast: Broadcast, progress: Progress, shown: DeskCohort) -> str:
    """How it stands, in a sentence."""
    language = languages.current()
    counts = {
        name: numbers.number(count, language)
        for name, count in (("done", progress.accepted), ("all", progress.recipients))
    }
    at = broadcast.finished_at if broadcast.status in ("stopped", "cancelled") else broadcast.start_at
    moment = {"when": when.day_and_time(at, shown.timezone, language)} if at else {}
    if broadcast.status == SCHEDULED and is_going_out(broadcast, progress):
        return str(gettext("It goes out in a moment."))
    if broadcast.status == SCHEDULED:
        return Markup(gettext("It goes out on %(when)s; who gets it is decided then.", **moment))
    if broadcast.status == CANCELLED:
        return Markup(gettext("It was called off on %(when)s: nobody got it.", **moment))
    if broadcast.status == STOPPED:
        return Markup(gettext("It was stopped on %(when)s: %(done)s of %(all)s people have it.", **counts, **moment))
    if not mails.is_set_up():
        return str(gettext("Its messages wait in the outbox, for no mail server is set."))
    if tried := progress.waiting - progress.untried:
        return str(ngettext(
            "The mail server has taken %(done)s of %(all)s messages; %(num)d is tried again for up to two days.",
            "The mail server has taken %(done)s of %(all)s messages; %(num)d are tried again for up to two days.",
            tried, **counts,
        ))  # fmt: skip
    return str(gettext("The mail server has taken %(done)s of %(all)s messages.", **counts))


def samples(
    broadcast: Broadcast, examples: Mapping[str, int], *, to: Recipient | None = None, cause: str = ""
) -> list[Outgoing]:
    """What one of those who get it would read, in each language that has words; none where the words cannot be sent.

    `examples`: a registration by language. `to`: who tries it, in place of them; marked as a test.
    """
    try:
        ready = words.templates(_compiled(broadcast))
    except Refusal:
        return []
    people, cohort = queries.by_ids(examples.values()), broadcast.cohort
    keys = [question.key for question in words.answers_of(cohort.id)]
    somebody = next(iter(people.values()), None)
    return [
        previews.rendered(
            informing.BROADCAST, language, previews.marked(template, gettext("[Test]")) if to else template,
            program=cohort.program, cohort=cohort, registration=people.get(examples.get(language, 0), somebody),
            answers=keys, to=to,
            cause=f"{cause}:{language}" if cause else "",
        )
        for language, template in ready.items()
    ]  # fmt: skip


def problems(broadcast: Broadcast) -> list[str]:
    """Why its words cannot be sent; nothing where they can."""
    try:
        _compiled(broadcast)
    except BadWords:
        return list(_wrong(broadcast))
    except Refusal as refusal:
        return [str(refusal)]
    return []


def readers(broadcast: Broadcast, expected: Foreseen) -> dict[str, int]:
    """How many read it in each language that it has words in, whatever language is their own."""
    written = _written(broadcast)
    found = dict.fromkeys(written, 0)
    for language, count in expected.languages.items() if written else ():
        found[words.language_for(language, written)] += count
    return found


def strangers(broadcast: Broadcast, expected: Foreseen) -> int:
    """How many of its readers asked for a language that it has no words in."""
    written = _written(broadcast)
    return sum(count for language, count in expected.languages.items() if language not in written)


def quotable(cohort_id: int) -> list[tuple[AskedQuestion, str]]:
    """The questions whose answers it may quote, with how people call them."""
    return [(question, form_places.called(question)) for question in words.answers_of(cohort_id)]


def states_of(cohort_id: int) -> list[tuple[str, str]]:
    """Each state, with how many are in it."""
    return [(state, f"{STATES[state]} ({count})") for state, count in queries.counts(cohort_id).items()]


def answers_of(cohort_id: int) -> list[SelectChoice]:
    """Each choice of the form that one may ask for; of sensitive questions only for who may see their answers."""
    everybody = SelectChoice("", str(gettext("Whatever they answered")))
    return [everybody, *(SelectChoice(value, label, optgroup=title) for value, title, label in _choices(cohort_id))]


def chosen(audience: audiences.Audience) -> str:
    """The choice that an audience asks for, as the form has it."""
    return f"{audience.question_id}:{audience.choice}" if audience.question_id else ""


def _compiled(broadcast: Broadcast) -> Mapping[str, Any]:
    if broadcast.compiled is not None:
        return broadcast.compiled
    keys = [question.key for question in words.answers_of(broadcast.cohort_id)]
    return words.compiled(broadcast.subject, broadcast.body, answers=keys)


def _written(broadcast: Broadcast) -> list[str]:
    return [each for each in languages.LANGUAGES if broadcast.subject.get(each) and broadcast.body.get(each)]


def _wrong(broadcast: Broadcast) -> Iterator[str]:
    keys = frozenset(question.key for question in words.answers_of(broadcast.cohort_id))
    for language in _written(broadcast):
        subject, body = broadcast.subject[language], broadcast.body[language]
        for each in writing.problems(subject, body, kind=informing.BROADCAST, answers=keys):
            name = str(languages.WORDS[language]).capitalize()
            where = gettext("%(language)s, %(where)s", language=name, where=each.where)
            yield str(gettext("%(where)s: %(what)s", where=where, what=each.sentence))


def _choices(cohort_id: int) -> Iterator[tuple[str, str, str]]:
    language, sees_all = languages.current(), permissions.may(current_user, permissions.SENSITIVE)
    for question in forms.of_cohort(cohort_id).questions:
        if sees_all or not question.is_sensitive:
            for choice in types.of(question.wording.type).choices(question.wording, language) or ():
                yield f"{question.id}:{choice.value}", form_places.called(question), choice.label
