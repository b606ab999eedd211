"""Which questions are asked, decided from what was answered; and which conditions make no sense."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from cohorts.questions.wordings import ALL, ANY_OF, INCLUDES, IS, IS_NOT, Condition, Test

Facts = Mapping[str, Collection[str]]


class Conditional(Protocol):
    """What has a key and perhaps a condition."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def condition(self) -> Condition | None:
        """When it is asked; None is always."""


class Fault(NamedTuple):
    """A condition that makes no sense: whose, why (as a word), and about which question or choice."""

    key: str
    why: str
    about: str


LATER, UNKNOWN, ITSELF, NO_CHOICE, UNTESTABLE = "later", "unknown", "itself", "no_choice", "untestable"

_OPERATORS: dict[str, Callable[[set[str], set[str]], bool]] = {
    IS: lambda said, asked: said == asked,
    INCLUDES: lambda said, asked: bool(asked) and asked <= said,
    ANY_OF: lambda said, asked: bool(said & asked),
}


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition holds; who answered nothing fails every test but "is not"."""
    every = all if condition.match == ALL else any
    return every(_holds(test, facts) for test in condition.tests)


def _holds(test: Test, facts: Facts) -> bool:
    said, asked = set(facts.get(test.question, ())), set(test.values)
    if test.operator == IS_NOT:
        return said != asked
    return bool(said) and _OPERATORS[test.operator](said, asked)


def asked(questions: Sequence[Conditional], facts: Facts) -> set[str]:
    """The keys of the questions that are asked, given what was said; a hidden one says nothing to later ones."""
    shown: set[str] = set()
    heard: dict[str, Collection[str]] = {}
    for question in questions:
        if question.condition is None or holds(question.condition, heard):
            shown.add(question.key)
            heard[question.key] = facts.get(question.key, ())
    return shown


def faults(questions: Sequence[Conditional], choices: Mapping[str, Collection[str] | None]) -> Iterator[Fault]:
    """What is wrong with the conditions of questions in this order.

    `choices`: the words that each question may be answered with; None where no condition can ask for it.
    """
    keys = [question.key for question in questions]
    for place, question in enumerate(questions):
        for test in question.condition.tests if question.condition else ():
            fault = _fault(question.key, test, keys[:place], keys, choices)
            if fault:
                yield fault


def _fault(
    key: str, test: Test, earlier: list[str], keys: list[str], choices: Mapping[str, Collection[str] | None]
) -> Fault | None:
    if test.question == key:
        return Fault(key, ITSELF, test.question)
    if test.question not in keys:
        return Fault(key, UNKNOWN, test.question)
    if test.question not in earlier:
        return Fault(key, LATER, test.question)
    known = choices.get(test.question)
    if known is None:
        return Fault(key, UNTESTABLE, test.question)
    strange = next((value for value in test.values if value not in known), None)
    return None if strange is None else Fault(key, NO_CHOICE, strange)
