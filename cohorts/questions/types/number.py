"""A number: how it is read, checked, and said."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import numbers, text
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import SPREAD, QuestionType
from cohorts.questions.wordings import Wording

MOST_DIGITS = 15
# 10² is not 102: signs that would become digits, or come apart, are no numbers.
RAISED = ("<super>", "<sub>", "<fraction>", "<circle>", "<compat>")
# Thousands come in threes, parted by spaces; by commas in English, where a comma is never a decimal sign.
WRITTEN = {
    "en": re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.(\d+))?", re.ASCII),
    "fr": re.compile(r"([+-]?)(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", re.ASCII),
}


def parsed(typed: str, language: str) -> Decimal | None:
    """The number that somebody typed, or None.

    Read: digits (full-width ones too), one sign, a decimal point, thousands in threes; in French a decimal comma.
    Not read: exponents, underscores, words such as `NaN`, fractions, and more than 15 digits.
    """
    if any(unicodedata.decomposition(sign).startswith(RAISED) and not sign.isspace() for sign in typed):
        return None
    plain = text.clean_line(unicodedata.normalize("NFKC", typed)).replace("−", "-")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    found = WRITTEN[language].fullmatch(plain)
    if not found:
        return None
    sign, whole, rest = found[1], re.sub("[ ,]", "", found[2]), found[3] or ""
    if len(whole.lstrip("0")) + len(rest) > MOST_DIGITS:
        return None
    return Decimal(f"{sign}{whole}.{rest or 0}")


class NumberField(QuestionField):
    """A number within its bounds; `number` is what was read."""

    missing = _l("Enter a number")
    attributes = {"inputmode": "decimal", "autocomplete": "off"}
    number: float | None = None

    @classmethod
    def carried(cls, typed: str, language: str) -> str:
        """`2,500` is another number in French: what languages read differently is written in the way of all."""
        read = {each: parsed(typed, each) for each in WRITTEN}
        found = read[language]
        return typed if found is None or len(set(read.values())) == 1 else _plain(found)

    def _value(self) -> str:
        written = super()._value()
        return written.replace(".", ",") if self.language == "fr" and parsed(written, "fr") is not None else written

    def check(self) -> None:
        """A finite number, from min to max, in steps."""
        wording = self.question.wording
        found = parsed(self.data, self.language)
        if found is None:
            raise ValidationError(_how_to_write(self.language))
        if not _lower(wording) <= found <= _upper(wording):
            raise ValidationError(_range(wording, self.language))
        if wording.step and (found - _start(wording)) % _exact(wording.step):
            raise ValidationError(_steps(wording, self.language))
        self.number = float(found) + 0.0
        self.data = text.clean_line(self.data)

    def values(self) -> tuple[Value, ...]:
        """The number."""
        return () if self.is_blank or self.number is None else (Value(number=self.number),)


class Number(QuestionType):
    """A number."""

    name, title, rank = "number", _l("Number"), 20
    field_class = NumberField
    settings = frozenset({"min", "max", "step"})
    summary = SPREAD

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Bounds that leave something between them, and a step that goes on."""
        for setting in ("min", "max", "step"):
            value = getattr(wording, setting)
            if value is not None and (not math.isfinite(value) or abs(value) >= 10**MOST_DIGITS):
                yield setting, gettext("Enter a number of at most %(most)d digits", most=MOST_DIGITS)
                return
        if wording.min is not None and wording.max is not None and wording.min > wording.max:
            yield "max", gettext("The largest number is smaller than the smallest one.")
        if wording.step is not None and wording.step <= 0:
            yield "step", gettext("Enter a step above 0")

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """The number, in a way that is read in each language."""
        return [("", numbers.plain(value.number)) for value in values if value.number is not None]

    def shown(self, wording: Wording, values: Sequence[Value], language: str) -> list[str]:  # noqa: ARG002
        """`1,250.5`, `1 250,5`."""
        return [numbers.decimal(value.number, language) for value in values if value.number is not None]

    def exported(self, wording: Wording, values: Sequence[Value], language: str) -> str:  # noqa: ARG002
        """`1250.5`."""
        return "; ".join(text for _suffix, text in self.typed(values))


def _plain(value: Decimal) -> str:
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _lower(wording: Wording) -> Decimal:
    return Decimal("-Infinity") if wording.min is None else _exact(wording.min)


def _upper(wording: Wording) -> Decimal:
    return Decimal("Infinity") if wording.max is None else _exact(wording.max)


def _start(wording: Wording) -> Decimal:
    return Decimal(0) if wording.min is None else _exact(wording.min)


def _how_to_write(language: str) -> str:
    return str(gettext("Enter a number in digits, such as 12 or %(number)s", number=numbers.decimal(1250.5, language)))


def _range(wording: Wording, language: str) -> str:
    least, most = (
        "" if bound is None else numbers.decimal(bound, language) for bound in (wording.min, wording.max)
    )  # fmt: skip
    if least and most:
        return str(gettext("Enter a number from %(least)s to %(most)s", least=least, most=most))
    if least:
        return str(gettext("Enter %(least)s or more", least=least))
    return str(gettext("Enter %(most)s or less", most=most))


def _steps(wording: Wording, language: str) -> str:
    step, start = wording.step or 1, wording.min or 0
    if step == 1 and start == int(start):
        return str(gettext("Enter a whole number"))
    first, second = (numbers.decimal(float(each), language) for each in (start, _exact(start) + _exact(step)))
    each = numbers.decimal(step, language)
    return str(
        gettext("Enter %(first)s, %(second)s and so on, in steps of %(step)s", first=first, second=second, step=each)
    )
