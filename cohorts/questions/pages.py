"""How questions are spread over pages, and which of them a page reveals by itself: plain values."""

from collections.abc import Collection, Iterator, Sequence
from math import ceil

from cohorts.questions import types
from cohorts.questions.wordings import ANY_OF, INCLUDES, IS, AskedQuestion

MOST_ON_A_PAGE = 15
# Where one click shows what it leads to: the types, and the tests that a style sheet can decide.
REVEALING = {
    "choice": {IS, INCLUDES, ANY_OF},
    "yes_no": {IS, INCLUDES, ANY_OF},
    "scale": {IS, INCLUDES, ANY_OF},
    "choices": {INCLUDES, ANY_OF},
}
MOST_RADIOS = 20
# What is too much to stand under a choice.
NEVER_REVEALED = {"choices", "consent", "file"}

Page = tuple[AskedQuestion, ...]
Unit = list[AskedQuestion]


def pages(questions: Sequence[AskedQuestion]) -> list[Page]:
    """The pages of a form; the first one may ask nothing, since it asks for name and address too.

    Up to fifteen questions stand on one page, above that each part has its own. What depends on an answer that
    no style sheet can read comes on a later page than that answer.
    """
    is_long = sum(map(_asks, questions)) > MOST_ON_A_PAGE
    found: list[Unit] = [[]]
    for part in _parts(questions) if is_long else [list(_units(questions))]:
        count = sum(_asks(question) for unit in part for question in unit)
        most = ceil(count / ceil(count / MOST_ON_A_PAGE)) if count else MOST_ON_A_PAGE
        if is_long and part[0][0].wording.type == "section":
            found.append([])
        for unit in part:
            if _needs_answers_of(found[-1], unit) or (is_long and sum(map(_asks, found[-1])) >= most):
                found.append([])
            found[-1] += unit
    return [tuple(page) for page in found]


def revealed(page: Sequence[AskedQuestion]) -> dict[str, dict[str, AskedQuestion]]:
    """What the page itself shows and hides: key of a question → its choice → the question right after that choice."""
    found: dict[str, dict[str, AskedQuestion]] = {}
    before: AskedQuestion | None = None
    for question in page:
        choice = _choice_that_reveals(question, before, found)
        if before is not None and choice is not None:
            found.setdefault(before.key, {})[choice] = question
        else:
            before = question
    return found


def is_needed(page: Sequence[AskedQuestion], visible: Collection[str]) -> bool:
    """Whether anybody has to see this page, given the keys of what is asked; a heading alone is nothing to see."""
    asking = [question for question in page if _asks(question)]
    said = asking or [question for question in page if question.wording.type == "text"]
    return any(question.key in visible for question in said)


def _parts(questions: Sequence[AskedQuestion]) -> list[list[Unit]]:
    found: list[list[Unit]] = []
    for unit in _units(questions):
        if not found or unit[0].wording.type == "section":
            found.append([])
        found[-1].append(unit)
    return found


def _units(questions: Sequence[AskedQuestion]) -> Iterator[Unit]:
    """What stays together: a question with the headings and texts before it, and with what its choices reveal."""
    together = {each.key for choices in revealed(questions).values() for each in choices.values()}
    unit: Unit = []
    for question in questions:
        is_new = question.wording.type == "section" or (bool(unit) and _asks(unit[-1]))
        if unit and is_new and question.key not in together:
            yield unit
            unit = []
        unit.append(question)
    if unit:
        yield unit


def _needs_answers_of(page: Sequence[AskedQuestion], unit: Unit) -> bool:
    keys = {question.key for question in page}
    return any(test.question in keys for each in unit if each.condition for test in each.condition.tests)


def _choice_that_reveals(
    question: AskedQuestion, before: AskedQuestion | None, found: dict[str, dict[str, AskedQuestion]]
) -> str | None:
    rule = question.condition
    if rule is None or before is None or len(rule.tests) != 1 or not _is_simple(question):
        return None
    test = rule.tests[0]
    if test.question != before.key or test.operator not in _operators(before) or len(test.values) != 1:
        return None
    [choice] = test.values
    return None if choice in found.get(before.key, {}) else choice


def _operators(question: AskedQuestion) -> Collection[str]:
    # A long list is a select, which reveals nothing.
    is_list = question.wording.type == "choice" and len(question.wording.options) > MOST_RADIOS
    return () if is_list else REVEALING.get(question.wording.type, ())


def _is_simple(question: AskedQuestion) -> bool:
    return _asks(question) and question.wording.type not in NEVER_REVEALED


def _asks(question: AskedQuestion) -> bool:
    return types.of(question.wording.type).asks
