"""What every type of question says about itself. A new type is a new file beside this one, and nothing else."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from wtforms import Field

from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.wordings import AskedQuestion, Wording

# What a summary draws of the answers: how many chose what, how numbers spread, or only how many answered.
COUNTS, SPREAD, RATE = "counts", "spread", "rate"

TYPES: dict[str, "QuestionType"] = {}


class Choice(NamedTuple):
    """A word that may be stored as a choice, and how it reads."""

    value: str
    label: str


class QuestionType:
    """A type of question: its field, the checks of its settings, and how answers read."""

    name: ClassVar[str]
    title: ClassVar[Any]
    # The order in which organizers are offered the types.
    rank: ClassVar[int]
    field_class: ClassVar[type[QuestionField]]
    # Text blocks and headings ask nothing.
    asks: ClassVar[bool] = True
    # Which settings organizers have, beside label, help, required and the condition.
    settings: ClassVar[frozenset[str]] = frozenset()
    summary: ClassVar[str] = RATE
    # The types that a question of this one may become although people have answered.
    becomes: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Make it known under its name."""
        if "name" in cls.__dict__:
            TYPES[cls.name] = cls()

    def field(self, question: AskedQuestion, language: str) -> Field:
        """The field that asks it."""
        return self.field_class(question, language)

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """What is wrong with its settings: (setting, sentence)."""
        return iter(())

    def choices(self, wording: Wording, language: str) -> Sequence[Choice] | None:  # noqa: ARG002
        """The words that an answer is chosen from; None where people answer in their own."""
        return None

    def testable(self, wording: Wording) -> Collection[str] | None:
        """The words that conditions may ask for; None where they may not."""
        choices = self.choices(wording, "en")
        return None if choices is None else [choice.value for choice in choices]

    def typed(self, values: Sequence[Value]) -> list[tuple[str, str]]:
        """What somebody would type to give this answer: (suffix of the field's name, text)."""
        return [("", value.choice or value.text) for value in values]

    def shown(self, wording: Wording, values: Sequence[Value], language: str) -> list[str]:
        """How an answer reads to people: a line for each part."""
        labels = {choice.value: choice.label for choice in self.choices(wording, language) or ()}
        return [_line(labels, value) for value in values]

    def exported(self, wording: Wording, values: Sequence[Value], language: str) -> str:
        """How an answer stands in one cell."""
        return "; ".join(self.shown(wording, values, language))


def _line(labels: dict[str, str], value: Value) -> str:
    label = labels.get(value.choice, value.choice)
    return f"{label}: {value.text}" if label and value.text else label or value.text
