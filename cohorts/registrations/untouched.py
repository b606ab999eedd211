"""Answers that a form brings back as they were: they stay in the wording in which they were given."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from cohorts.core.text import clean_text, is_blank, words
from cohorts.questions.asking import Given
from cohorts.questions.fields import QuestionField
from cohorts.questions.wordings import AskedForm, AskedQuestion, Option
from cohorts.registrations import said
from cohorts.registrations.said import Said

Pairs = list[tuple[str, str]]
# The types whose options organizers write, and may take away.
CHOSEN = ("choice", "choices")


class Former(NamedTuple):
    """An answer that was there when the form was made, and how a browser sends it unchanged."""

    question: AskedQuestion
    said: Said
    pairs: Pairs

    @property
    def given(self) -> Given:
        """The same answer once more."""
        return Given(self.question, self.said.version_id, self.said.values)

    @property
    def gone(self) -> list[Option]:
        """The options that it holds and its question no longer offers."""
        if self.question.wording.type not in CHOSEN:
            return []
        held = {value.choice for value in self.said.values}
        return [
            option
            for option in self.said.wording.options
            if option.value in held and self.question.wording.option(option.value) is None
        ]


def of(answers: Iterable[Said], form: AskedForm) -> dict[str, Former]:
    """The answers that may stay untouched, by the name of their field; a consent is not among them."""
    asked = {question.id: question for question in form.questions}
    found = [(asked[each.question_id], each) for each in answers if each.question_id in asked]
    return {
        question.name: Former(question, each, _plain(said.typed([each], form)))
        for question, each in found
        if each.wording.type != "consent"
    }


def sent(formdata: MultiDict[str, Any] | None) -> dict[str, Pairs]:
    """What came for each question, by the name of its field."""
    found: dict[str, Pairs] = {}
    for name, value in formdata.items(multi=True) if formdata else ():
        if name.startswith("q-"):
            typed = value if isinstance(value, str) else value.filename or ""
            found.setdefault("-".join(name.split("-")[:2]), []).append((name, typed))
    return {name: _plain(pairs) for name, pairs in found.items()}


def names(former: Mapping[str, Former], came: Mapping[str, Pairs]) -> set[str]:
    """The names of the fields whose answers came back as they were."""
    return {name for name, each in former.items() if each.pairs and came.get(name) == each.pairs}


def offer_again(field: QuestionField, former: Former) -> None:
    """Let what was chosen stay chosen, marked as what is no longer offered."""
    marked = [replace(option, label={field.language: _marked(option, field.language)}) for option in former.gone]
    wording = former.question.wording
    field.question = replace(former.question, wording=replace(wording, options=(*wording.options, *marked)))


def refusal(field: QuestionField, former: Former) -> str:
    """What is wrong with a changed answer that still holds an option no longer offered; empty where nothing is."""
    held = [words(option.label, field.language) for option in former.gone if option.value in field.facts]
    if not held:
        return ""
    return str(gettext("“%(option)s” is no longer offered. Choose without it.", option=held[0]))


def _marked(option: Option, language: str) -> str:
    return str(gettext("%(option)s (no longer offered)", option=words(option.label, language)))


def _plain(pairs: Sequence[tuple[str, str]]) -> Pairs:
    return sorted((name, clean_text(value)) for name, value in pairs if not is_blank(value))
