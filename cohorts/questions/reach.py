"""Whether anybody can ever be asked a question: whether some answers make its condition hold."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from cohorts.questions.conditions import Conditional
from cohorts.questions.wordings import ALL, ANY_OF, INCLUDES, IS, IS_NOT, Condition, Test

# A form with more or longer ways than these to a question is taken at its word.
MOST_WAYS, LONGEST_WAY = 200, 40


class Choosing(NamedTuple):
    """The words that a question may be answered with, and whether with several of them."""

    words: Collection[str]
    several: bool


Way = frozenset[Test]


def unreachable(questions: Sequence[Conditional], choices: Mapping[str, Choosing]) -> set[str]:
    """The keys of questions in this order that no answers lead to."""
    ways: dict[str, list[Way] | None] = {}
    for question in questions:
        ways[question.key] = _ways(question.condition, ways, choices)
    return {key for key, found in ways.items() if found == []}


def _ways(
    condition: Condition | None, known: Mapping[str, list[Way] | None], choices: Mapping[str, Choosing]
) -> list[Way] | None:
    """What may have been answered where the condition holds; None: too many ways to tell."""
    if condition is None:
        return [frozenset()]
    each = [_ways_of_test(test, known) for test in condition.tests]
    if condition.match != ALL:
        if None in each or sum(len(ways or ()) for ways in each) > MOST_WAYS:
            return None
        found: Iterator[Way] = (way for ways in each for way in ways or ())
        return _possible(found, choices)
    open_ones = [ways for ways in each if ways is not None]
    size = 1
    for ways in open_ones:
        size *= len(ways)
    if size > MOST_WAYS:
        return None
    return _possible((frozenset().union(*together) for together in product(*open_ones)), choices)


def _ways_of_test(test: Test, known: Mapping[str, list[Way] | None]) -> list[Way] | None:
    # Who is not asked says nothing, and nothing is "not" anything.
    if test.operator == IS_NOT:
        return [frozenset([test])]
    asked = known.get(test.question)
    if asked is None or any(len(way) >= LONGEST_WAY for way in asked):
        return None
    return [way | {test} for way in asked]


def _possible(ways: Iterator[Way], choices: Mapping[str, Choosing]) -> list[Way] | None:
    found = {way for way in ways if _holds_together(way, choices)}
    return None if len(found) > MOST_WAYS else list(found)


def _holds_together(way: Way, choices: Mapping[str, Choosing]) -> bool:
    by_question: dict[str, list[Test]] = {}
    for test in way:
        by_question.setdefault(test.question, []).append(test)
    return all(_has_answer(tests, choices.get(key, Choosing((), False))) for key, tests in by_question.items())


def _has_answer(tests: Sequence[Test], choosing: Choosing) -> bool:
    return any(all(_holds(test, answer) for test in tests) for answer in _answers(tests, choosing))


def _answers(tests: Sequence[Test], choosing: Choosing) -> Iterator[frozenset[str]]:
    """Answers among which there is one that holds, where there is any."""
    yield frozenset()
    words = frozenset(choosing.words)
    yield from (frozenset([word]) for word in words)
    if choosing.several:
        yield words
        yield from (frozenset(test.values) & words for test in tests if test.operator == IS)
        excluded = {frozenset(test.values) for test in tests if test.operator == IS_NOT}
        needed = frozenset(value for test in tests if test.operator in (INCLUDES, ANY_OF) for value in test.values)
        if words in excluded:
            yield from (words - {word} for word in words - needed)
            yield needed & words


def _holds(test: Test, answer: frozenset[str]) -> bool:
    asked = frozenset(test.values)
    if test.operator == IS_NOT:
        return answer != asked
    if test.operator == IS:
        return bool(answer) and answer == asked
    return asked <= answer if test.operator == INCLUDES else bool(asked & answer)
