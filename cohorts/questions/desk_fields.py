"""Fields of the page on which an organizer writes a question: options, condition, numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import StopValidation, ValidationError

from cohorts.core import languages, numbers
from cohorts.core.forms import UNREADABLE
from cohorts.core.text import clean_line, is_blank
from cohorts.questions import options
from cohorts.questions.condition_rows import Row
from cohorts.questions.types.base import Choice
from cohorts.questions.types.choice import MOST_OPTIONS
from cohorts.questions.types.number import parsed
from cohorts.questions.wordings import OPERATORS, Option

# More options than these are written in lines: a page has at most some hundred fields.
MOST_ROWS, BLANK_ROWS = 60, 2
# Of more lines than anybody means, these are read and the others counted.
MOST_LINES = 1000
LONGEST_OPTION = 200
LANGUAGES = ("en", "fr")


class OptionsField(Field):  # type: ignore[misc]
    """Options as rows, with more of them in lines below; `data` holds all that have words."""

    data: list[Option]
    more = ""
    is_unreadable = False

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:  # noqa: ARG002
        """Take the rows and the lines."""
        self.process_errors: list[str] = []
        self.rows = list(data or ())
        self.more = options.as_lines(self.rows) if self.is_long else ""
        if formdata is not None:
            self.rows = [_row(formdata, f"{self.name}-{n}") for n in range(MOST_ROWS) if _has(formdata, self.name, n)]
            self.more = str(formdata.get(f"{self.name}-more") or "")
            sent = (str(value) for name, value in formdata.items(multi=True) if name.startswith(f"{self.name}-"))
            self.is_unreadable = any(UNREADABLE & set(value) for value in sent)
        self.data = [row for row in self.rows if row.label] + ([] if self._shows_lines_of_rows(formdata) else self._new)

    def fold(self) -> None:
        """Make rows of the lines, and leave out rows without words."""
        self.rows = self.data
        self.more = options.as_lines(self.rows) if self.is_long else ""

    @property
    def is_long(self) -> bool:
        """Whether there are too many for rows."""
        return len(self.rows) > MOST_ROWS

    @property
    def first_control(self) -> str:
        """The first row, or the lines."""
        return f"{self.id}-0-en" if self.rows and not self.is_long else f"{self.id}-more"

    def pre_validate(self, _form: Any) -> None:
        """Not too many, each of a length that fits on a page."""
        count = max(len(self.data), sum(not line.isspace() for line in self.more.splitlines()))
        if count > MOST_OPTIONS:
            most, now = (numbers.number(each, languages.current()) for each in (MOST_OPTIONS, count))
            raise StopValidation(gettext("Write at most %(most)s options; there are %(now)s.", most=most, now=now))
        words = [words for option in self.data for words in option.label.values()]
        if self.is_unreadable:
            raise StopValidation(gettext("Some characters cannot be read. Type this again."))
        if longest := max((len(each) for each in words if len(each) > LONGEST_OPTION), default=0):
            sentence = gettext(
                "An option has at most %(most)d characters; one has %(now)d.", most=LONGEST_OPTION, now=longest
            )
            raise StopValidation(sentence)

    def _shows_lines_of_rows(self, formdata: Any) -> bool:
        return formdata is None and self.is_long

    @property
    def _new(self) -> list[Option]:
        return options.of_lines("\n".join(self.more.splitlines()[:MOST_LINES]))

    def _value(self) -> str:
        return "\n".join(" | ".join(option.label.values()) for option in self.data)


class Earlier(NamedTuple):
    """An earlier question that a condition may ask for."""

    key: str
    label: str
    choices: Sequence[Choice]


class ConditionField(Field):  # type: ignore[misc]
    """Rows that each ask for a choice of an earlier question; `data` holds those that were filled in."""

    data: list[Row]
    most = 10

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Nothing can be asked for until `offer` says what."""
        super().__init__(label, **kwargs)
        self.earlier: Sequence[Earlier] = ()

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:  # noqa: ARG002
        """Take the rows in which a choice was made."""
        self.process_errors: list[str] = []
        self.data = list(data or ())
        if formdata is not None:
            sent = (_asked(formdata, f"{self.name}-{n}") for n in range(self.most))
            self.data = [row for row in sent if row.question]

    def offer(self, earlier: Sequence[Earlier]) -> None:
        """Let rows ask for these."""
        self.earlier = earlier

    @property
    def rows(self) -> list[Row]:
        """What is filled in, and room for more."""
        blank = Row("", OPERATORS[0], "")
        return [*self.data, *[blank] * BLANK_ROWS][: self.most]

    @property
    def first_control(self) -> str:
        """The first row's choice."""
        return f"{self.id}-0-choice"

    def pre_validate(self, _form: Any) -> None:
        """Only what is offered."""
        known = {(each.key, choice.value) for each in self.earlier for choice in each.choices}
        if any((row.question, row.choice) not in known or row.operator not in OPERATORS for row in self.data):
            raise ValidationError(gettext("Choose an answer to a question that comes earlier."))

    def _value(self) -> str:
        labels = {each.key: each for each in self.earlier}
        found = []
        for row in self.data:
            asked = labels.get(row.question, Earlier(row.question, row.question, ()))
            words = {choice.value: choice.label for choice in asked.choices}
            found.append(f"{asked.label}: {words.get(row.choice, row.choice)}")
        return ", ".join(found)


class Amount(StringField):  # type: ignore[misc]
    """A number, with a decimal sign or without; what cannot be read stays as it was typed."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read it."""
        typed = clean_line(valuelist[0]) if valuelist else ""
        self.data, self.typed = None, typed
        if not is_blank(typed):
            found = parsed(typed, languages.current())
            if found is None:
                raise ValueError(str(_l("Enter a number in digits")))
            self.data = float(found)

    def _value(self) -> str:
        return str(getattr(self, "typed", "")) if self.data is None else numbers.plain(self.data)


def _has(formdata: Any, name: str, number: int) -> bool:
    return any(f"{name}-{number}-{part}" in formdata for part in LANGUAGES)


def _row(formdata: Any, name: str) -> Option:
    said = {code: clean_line(str(formdata.get(f"{name}-{code}") or "")) for code in LANGUAGES}
    return Option(
        value=str(formdata.get(f"{name}-value") or ""),
        label={code: words for code, words in said.items() if not is_blank(words)},
        other=f"{name}-other" in formdata,
    )


def _asked(formdata: Any, name: str) -> Row:
    question, _, choice = str(formdata.get(f"{name}-choice") or "").partition(":")
    return Row(question, str(formdata.get(f"{name}-operator") or ""), choice)
