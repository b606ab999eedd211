"""Broadcasts in words: to whom, why somebody is passed over, how it stands."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.broadcasts import audiences, words
from cohorts.broadcasts.models import Broadcast
from cohorts.broadcasts.recipients import Foreseen
from cohorts.core import languages
from cohorts.core.errors import Refusal
from cohorts.core.text import words as text_words
from cohorts.mail.rendering import Outgoing
from cohorts.questions import queries as forms
from cohorts.questions import types
from cohorts.registrations import informing, queries
from cohorts.registrations import samples as shown
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
    wanted = ", ".join(str(STATES[state]) for state in found.states) or str(gettext("Nobody"))
    choice = next((words for value, words in _choices(broadcast.cohort_id) if value == chosen(found)), "")
    return f"{wanted}; {choice}" if choice else wanted


def samples(broadcast: Broadcast, expected: Foreseen) -> list[Outgoing]:
    """What one of those who get it would read, in each language that has words; none where the words cannot be sent."""
    keys, cohort = [question.key for question in words.answers_of(broadcast.cohort_id)], broadcast.cohort
    try:
        ready = words.templates(words.compiled(broadcast.subject, broadcast.body, answers=keys))
    except Refusal:
        return []
    people = queries.by_ids(expected.examples.values())
    somebody = next(iter(people.values()), None)
    return [
        shown.rendered(
            informing.BROADCAST, language, template, program=cohort.program, cohort=cohort,
            registration=people.get(expected.examples.get(language, 0), somebody), answers=keys,
        )
        for language, template in ready.items()
    ]  # fmt: skip


def states_of(cohort_id: int) -> list[tuple[str, str]]:
    """Each state, with how many are in it."""
    return [(state, f"{STATES[state]} ({count})") for state, count in queries.counts(cohort_id).items()]


def answers_of(cohort_id: int) -> list[tuple[str, str]]:
    """Each choice of the form that one may ask for; of sensitive questions only for who may see their answers."""
    return [("", str(gettext("Whatever they answered"))), *_choices(cohort_id)]


def chosen(audience: audiences.Audience) -> str:
    """The choice that an audience asks for, as the form has it."""
    return f"{audience.question_id}:{audience.choice}" if audience.question_id else ""


def _choices(cohort_id: int) -> Iterator[tuple[str, str]]:
    language, sees_all = languages.current(), permissions.may(current_user, permissions.SENSITIVE)
    for question in forms.of_cohort(cohort_id).questions:
        if sees_all or not question.is_sensitive:
            title = text_words(question.wording.label, language)
            for choice in types.of(question.wording.type).choices(question.wording, language) or ():
                yield f"{question.id}:{choice.value}", f"{title} – {choice.label}"
