"""The columns of an export: the fixed ones, then one for each question; decided from plain values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from cohorts.questions import rules, types
from cohorts.questions.fields import Value
from cohorts.questions.types.base import RATE
from cohorts.questions.wordings import Wording

# A number stays one: no sign of it begins a formula, and a spreadsheet can add it up.
Cell = str | float


class Answered(NamedTuple):
    """An answer in the wording that was shown."""

    wording: Wording
    values: tuple[Value, ...]


class Asked(NamedTuple):
    """A question of an export, and all wordings that it ever had, the one in force first."""

    id: int
    key: str
    wordings: Sequence[Wording]


class Column(NamedTuple):
    """A column: its header, its question, what stands in it for an answer."""

    header: str
    question_id: int
    # Whether people write there in words of their own.
    is_wide: bool
    cell: Callable[[Answered], Cell]


def of(questions: Iterable[Asked], language: str, *, split: bool) -> list[Column]:
    """A column for each question that asks; with `split`, one for each choice where there may be several."""
    return [column for question in questions for column in _columns(question, language, split=split)]


def _columns(question: Asked, language: str, *, split: bool) -> Iterator[Column]:
    now = question.wordings[0]
    if split and now.type == "choices":
        yield from _choices(question)
        return
    kind = types.of(now.type)
    if kind.asks:
        yield Column(_named(question), question.id, kind.summary == RATE, partial(_whole, language=language))


def _choices(question: Asked) -> Iterator[Column]:
    # Choices that are gone were chosen by some.
    options = {option.value: option for wording in question.wordings for option in wording.options}
    for value, option in options.items():
        header = f"{_named(question)}.{value}"
        yield Column(header, question.id, False, partial(_count, choice=value))
        if option.other:
            yield Column(f"{header}.text", question.id, True, partial(_text, choice=value))


def _named(question: Asked) -> str:
    # Older than the column of ours that has its name now.
    return f"answer_{question.key}" if question.key in rules.RESERVED else question.key


def _whole(answer: Answered, language: str) -> Cell:
    if len(answer.values) == 1 and answer.values[0].number is not None:
        return answer.values[0].number
    return types.of(answer.wording.type).exported(answer.wording, answer.values, language)


def _count(answer: Answered, choice: str) -> Cell:
    return 0.0 if _picked(answer, choice) is None else 1.0


def _picked(answer: Answered, choice: str) -> Value | None:
    return next((value for value in answer.values if value.choice == choice), None)


def _text(answer: Answered, choice: str) -> Cell:
    found = _picked(answer, choice)
    return found.text if found else ""
