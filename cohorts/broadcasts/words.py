"""What a broadcast says: checked and compiled when it is scheduled, picked by the language of who gets it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cohorts.broadcasts.errors import HalfWritten, NothingToSay
from cohorts.core import languages
from cohorts.core.text import Localized
from cohorts.mail.templates import Template
from cohorts.messages import kinds, writing
from cohorts.programs import owners
from cohorts.questions.wordings import AskedQuestion
from cohorts.registrations.emails import quoted


def compiled(subject: Localized, body: Localized, *, answers: Collection[str]) -> dict[str, Any]:
    """The words by language, ready for values; `answers`: the keys of the questions whose answers they may name.

    Raises NothingToSay, HalfWritten, BadWords.
    """
    written = list(_written(subject, body))
    return {
        language: writing.compiled(
            subject[language], body[language], language=language, kind=kinds.BROADCAST, answers=frozenset(answers)
        )
        for language in written
    }


def answers_of(cohort_id: int) -> list[AskedQuestion]:
    """The questions of a cohort whose answers may stand in a message: no files, and none that is sensitive."""
    return quoted.questions(owners.cohort(cohort_id))


def templates(compiled: Mapping[str, Any]) -> dict[str, Template]:
    """The compiled words by language."""
    return {language: Template.from_json(said) for language, said in compiled.items()}


def language_for(wanted: str, written: Collection[str]) -> str:
    """The language in which somebody reads it: their own where it has words in it, else the one that it has."""
    return wanted if wanted in written else next(iter(written))


def _written(subject: Localized, body: Localized) -> Iterator[str]:
    said = [language for language in languages.LANGUAGES if subject.get(language) or body.get(language)]
    if not said:
        raise NothingToSay
    for language in said:
        if not (subject.get(language) and body.get(language)):
            raise HalfWritten(language=languages.WORDS[language])
        yield language
