"""A scale from 1 to 5, with words at both ends or at none."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core.text import words
from cohorts.questions.fields import Value
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.types.yes_no import RadiosField
from cohorts.questions.wordings import Wording

POINTS = 5
PLACES = tuple(str(point) for point in range(1, POINTS + 1))


class ScaleField(RadiosField):
    """Five radios."""

    missing = _l("Choose a number from 1 to 5")

    @property
    def options(self) -> Sequence[Choice]:
        """1 to 5, with the words of the ends."""
        return points(self.question.wording, self.language)

    def values(self) -> tuple[Value, ...]:
        """The point, as a choice to count and as a number to average."""
        return (Value(self.data, number=float(self.data)),) if self.data in PLACES else ()


class Scale(QuestionType):
    """A scale; its two options are the words at its ends."""

    name, title, rank = "scale", _l("Scale from 1 to 5"), 33
    field_class = ScaleField
    settings = frozenset({"options"})
    summary = COUNTS

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Words at both ends, or at none."""
        if len(wording.options) not in (0, 2) or any(not words(option.label, "en") for option in wording.options):
            yield "options", gettext("Name both ends of the scale, or neither.")

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:
        """1 to 5, with the words of the ends."""
        return points(wording, language)

    def exported(self, wording: Wording, values: Sequence[Value], language: str) -> str:  # noqa: ARG002
        """`4`."""
        return "; ".join(value.choice for value in values)


def points(wording: Wording, language: str) -> list[Choice]:
    """`1 – Not at all`, `2`, … `5 – Very much`."""
    ends = [words(option.label, language) for option in wording.options]
    said = dict(zip((1, POINTS), ends, strict=False))
    return [
        Choice(str(point), f"{point} – {said[point]}" if said.get(point) else str(point))
        for point in range(1, POINTS + 1)
    ]
