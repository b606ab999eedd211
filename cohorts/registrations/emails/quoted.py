"""Answers that mails quote: only to their owner at an address that is proved, never files or what is sensitive."""

from collections.abc import Collection, Iterable

from cohorts.mail.templates import Template
from cohorts.mail.values import Lines, Value
from cohorts.messages.placeholders import ANSWER
from cohorts.programs.owners import Owner
from cohorts.questions import queries as forms
from cohorts.questions import types
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations import said
from cohorts.registrations.models import Registration
from cohorts.registrations.said import Said

FILE = "file"


def questions(owner: Owner) -> list[AskedQuestion]:
    """The questions of a cohort or a program whose answers mails may quote."""
    asked = forms.of_owner(owner).questions
    return [each for each in asked if types.of(each.wording.type).asks and _may(each.wording.type, each.is_sensitive)]


def keys(owner: Owner) -> frozenset[str]:
    """The keys of these questions: `{answer_<key>}` is a placeholder."""
    return frozenset(question.key for question in questions(owner))


def values(
    registration: Registration, template: Template | None, known: Collection[str], language: str, *, theirs: bool
) -> dict[str, Value]:
    """What the template quotes; it costs a statement only where it quotes something that is not `known` yet.

    `theirs`: whether the mail goes to the applicant.
    """
    names = [name for name in template.names if name.startswith(ANSWER)] if template else []
    if not names:
        return {}
    nothing: dict[str, Value] = dict.fromkeys(names, "")
    if registration.email_proved_at is None or not theirs:
        return nothing
    if all(name in known for name in names):
        return {}
    found = of(said.of(registration.id), language)
    return {name: found.get(name, "") for name in names}


def of(answers: Iterable[Said], language: str) -> dict[str, Value]:
    """Answers by the names of their placeholders."""
    return {
        ANSWER + each.key: Lines(tuple(line for text in each.lines(language) for line in text.splitlines()))
        for each in answers
        if not each.is_archived and _may(each.wording.type, each.is_sensitive)
    }


def _may(kind: str, is_sensitive: bool) -> bool:
    return kind != FILE and not is_sensitive
