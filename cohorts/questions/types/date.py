"""A date: three boxes, for dates that people know."""

import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import when
from cohorts.core.text import clean_line, fold
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import QuestionType
from cohorts.questions.wordings import Wording

DAY, MONTH, YEAR = PARTS = ("day", "month", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = {"en": when.ENGLISH, "fr": when.FRENCH}
FEWEST_LETTERS = 3


class DateField(QuestionField):
    """Day, month and year under their own names; `parts` is what was typed."""

    control = "date"
    missing = _l("Enter a date")
    labels: ClassVar[dict[str, Any]] = {DAY: _l("Day"), MONTH: _l("Month"), YEAR: _l("Year")}
    # Which box is wrong.
    wrong = DAY

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the three parts."""
        super().process(None, data, extra_filters)
        sent = {part: formdata.getlist(f"{self.name}-{part}") if formdata is not None else [] for part in PARTS}
        self.is_doubled = any(len(found) > 1 for found in sent.values())
        self.parts = {part: str(found[0]) if found else "" for part, found in sent.items()}
        self.data = " ".join(self.parts.values())

    @property
    def first_control(self) -> str:
        """The box that is wrong."""
        return f"{self.id}-{self.wrong}"

    def check(self) -> None:
        """A day that exists, from 1900 to 2100."""
        written = {part: clean_line(unicodedata.normalize("NFKC", typed)) for part, typed in self.parts.items()}
        self.wrong = next((part for part in PARTS if not written[part]), "")
        if self.wrong:
            raise ValidationError(gettext("Enter the day, the month and the year"))
        self.data = date(*self._year_and_month(written), self._day(written)).isoformat()

    def _year_and_month(self, written: dict[str, str]) -> tuple[int, int]:
        month, year = _month(written[MONTH], self.language), _digits(written[YEAR])
        if month is None:
            raise self._mistake(
                MONTH, gettext("Enter the month as a number or a word, such as 11 or %(name)s", name=self._name(11))
            )
        if not FIRST_YEAR <= year <= LAST_YEAR:
            sentence = gettext("Enter a year from %(first)d to %(last)d", first=FIRST_YEAR, last=LAST_YEAR)
            raise self._mistake(YEAR, sentence)
        return year, month

    def _day(self, written: dict[str, str]) -> int:
        year, month = self._year_and_month(written)
        day, last = _digits(written[DAY]), monthrange(year, month)[1]
        if not 1 <= day <= 31:
            raise self._mistake(DAY, gettext("Enter a day from 1 to 31"))
        if day > last:
            sentence = gettext(
                "In %(year)d, %(month)s has %(last)d days", year=year, month=self._name(month), last=last
            )
            raise self._mistake(DAY, sentence)
        return day

    def _mistake(self, part: str, sentence: str) -> ValidationError:
        self.wrong = part
        return ValidationError(sentence)

    def _name(self, month: int) -> str:
        return MONTHS[self.language][month - 1]


class Date(QuestionType):
    """A date, kept as ISO text."""

    name, title, rank = "date", _l("Date"), 21
    field_class = DateField

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """The three parts."""
        said = [date.fromisoformat(value.text) for value in values]
        return [(f"-{part}", str(getattr(day, part))) for day in said for part in PARTS]

    def shown(self, wording: Wording, values: Sequence[Value], language: str) -> list[str]:  # noqa: ARG002
        """`November 28, 2026`."""
        return [when.full_day(date.fromisoformat(value.text), language) for value in values]

    def exported(self, wording: Wording, values: Sequence[Value], language: str) -> str:  # noqa: ARG002
        """`2026-11-28`."""
        return "; ".join(value.text for value in values)


def _digits(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 4 else -1


def _month(written: str, language: str) -> int | None:
    if 1 <= _digits(written) <= 12:
        return int(written)
    start = fold(written).removesuffix(".")
    if len(start) < FEWEST_LETTERS:
        return None
    # The other language counts where the page's own has no such month.
    for names in (MONTHS[language], *MONTHS.values()):
        found = [place for place, name in enumerate(names, 1) if fold(name).startswith(start)]
        if len(found) == 1:
            return found[0]
    return None
