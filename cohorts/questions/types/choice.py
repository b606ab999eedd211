"""One choice among several."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import text
from cohorts.core.text import words
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.wordings import Wording

MOST_RADIOS, MOST_OPTIONS, LONGEST_OTHER = 20, 300, 200
OTHER = "-other"


class ChoiceField(QuestionField):
    """Radios up to twenty options, a list above; an "other" takes words of one's own."""

    missing = _l("Choose one of these")
    other_text = ""

    @property
    def control(self) -> str:  # type: ignore[override]
        """Radios, or a list."""
        return "radios" if len(self.options) <= MOST_RADIOS else "select"

    @property
    def first_control(self) -> str:
        """The first radio, or the words that "other" asks for; a list is one control."""
        if self.other and self.data == self.other:
            return f"{self.id}{OTHER}"
        return f"{self.id}-0" if self.control == "radios" else str(self.id)

    @property
    def chosen(self) -> Collection[str]:
        """What is chosen."""
        return self.facts

    @property
    def options(self) -> Sequence[Choice]:
        """What can be chosen."""
        return options_of(self.question.wording, self.language)

    @property
    def other(self) -> str | None:
        """The option that asks for words of one's own."""
        return next((option.value for option in self.question.wording.options if option.other), None)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the choice, and what stands beside "other"."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.other_text = text.clean_line("".join(formdata.getlist(self.name + OTHER)[:1]))

    @property
    def facts(self) -> Sequence[str]:
        """The choice."""
        return (self.data,) if self.data else ()

    def check(self) -> None:
        """One of the options, and words where it asks for them."""
        if self.data not in {option.value for option in self.options}:
            raise ValidationError(gettext("Choose one of these"))
        check_other(self.other_text, is_chosen=self.data == self.other)

    def values(self) -> tuple[Value, ...]:
        """The choice, with the words beside it."""
        return (Value(self.data, self.other_text if self.data == self.other else ""),) if self.data else ()


class OneChoice(QuestionType):
    """One choice among several."""

    name, title, rank = "choice", _l("One choice"), 30
    field_class = ChoiceField
    settings = frozenset({"options"})
    summary = COUNTS
    becomes = frozenset({"choices"})

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """At least two options, each once."""
        yield from problems_of_options(wording)

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:
        """Its options."""
        return options_of(wording, language)

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """The choice, and the words beside "other"."""
        return [pair for value in values for pair in (("", value.choice), (OTHER, value.text)) if pair[1]]


def options_of(wording: Wording, language: str) -> list[Choice]:
    """The options as they read in a language."""
    return [Choice(option.value, words(option.label, language)) for option in wording.options]


def check_other(typed: str, *, is_chosen: bool) -> None:
    """Words of one's own: there where "other" is chosen, and not too many. Raises ValidationError."""
    if is_chosen and text.is_blank(typed):
        raise ValidationError(gettext("Write what it is in your own words"))
    if is_chosen and len(typed) > LONGEST_OTHER:
        sentence = gettext("Use at most %(most)d characters; there are %(now)d.", most=LONGEST_OTHER, now=len(typed))
        raise ValidationError(sentence)


def problems_of_options(wording: Wording) -> Iterator[tuple[str, str]]:
    """What is wrong with a list of options."""
    count = len(wording.options)
    if not 2 <= count <= MOST_OPTIONS:
        yield (
            "options",
            gettext(
                "Write from 2 to %(most)d options; there are %(now)d.", most=MOST_OPTIONS, now=len(wording.options)
            ),
        )
    values = [option.value for option in wording.options]
    if same := _read_alike(wording):
        yield "options", gettext("Two options read “%(words)s”. Change one of them.", words=same)
    elif len(set(values)) < len(values):
        yield "options", gettext("Two options are the same.")
    if any(not words(option.label, "en") for option in wording.options):
        yield "options", gettext("Each option needs words.")
    if sum(option.other for option in wording.options) > 1:
        yield "options", gettext("Only one option can ask for words of one’s own.")


def _read_alike(wording: Wording) -> str:
    """The words that two options have in one language, capitals and spaces apart; empty where all differ."""
    seen = set()
    for option in wording.options:
        for code, written in option.label.items():
            read = (code, " ".join(text.clean_line(written).casefold().split()))
            if read[1] and read in seen:
                return written
            seen.add(read)
    return ""
