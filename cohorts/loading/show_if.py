"""The conditions of a load file: `show_if`, and what makes no sense in it."""

from collections.abc import Collection, Sequence
from typing import Any

from cohorts.loading import checks
from cohorts.loading.tables import Table
from cohorts.questions import conditions, rules, types
from cohorts.questions.conditions import Fault
from cohorts.questions.models import STAGES
from cohorts.questions.wordings import ALL, ANY, OPERATORS, Condition, Test, WrittenQuestion

Written = Sequence[tuple[Table, WrittenQuestion]]
Choices = dict[str, Collection[str] | None]


def condition(table: Table | None) -> Condition | None:
    """`{ question = "sector", is = "other" }`, or several of these as `{ all = [ … ] }` or `{ any = [ … ] }`."""
    if table is None:
        return None
    match = next((each for each in (ALL, ANY) if each in table), "")
    if not match:
        table.asked |= {ALL, ANY}
        return Condition(ALL, _tests([table]))
    tests = table.tables(match)
    if not 1 <= len(tests) <= rules.MOST_TESTS and not table.wrong:
        table.note(match, f"has {len(tests)} tests; use 1 to {rules.MOST_TESTS}")
    found = Condition(match, _tests(tests))
    table.end()
    return found


def note_faults(written: Written) -> None:
    """Note the conditions that ask for what is not there, or not yet."""
    for stage in STAGES:
        of_stage = [question for _table, question in written if question.stage == stage]
        choices = {each.key: _choices(each) for each in of_stage}
        for fault in conditions.faults(of_stage, choices):
            _note(fault, written, choices)


def _tests(tables: list[Table]) -> tuple[Test, ...]:
    found = [_test(table) for table in tables]
    return tuple(test for test in found if test.question and test.values)


def _test(table: Table) -> Test:
    question = table.take("question", checks.line, "", required=True)
    said = {operator: table.take(operator, _values, ()) for operator in OPERATORS}
    present = [operator for operator in OPERATORS if operator in table]
    is_misspelled = set(table.values) - {"question", *OPERATORS}
    if len(present) > 1 or not (present or is_misspelled):
        table.problems.note(table.place, f"must have one of {', '.join(map(repr, OPERATORS))}")
    table.end()
    operator = present[0] if present else OPERATORS[0]
    return Test(question, operator, tuple(said[operator]))


def _values(value: Any) -> list[str]:
    # Points of a scale are written as numbers too.
    listed = value if isinstance(value, list) else [value]
    return [str(each) for each in checks.list_of(_word)(listed)]


def _word(value: Any) -> str:
    return str(value) if checks.kind(value) == "a whole number" else checks.line(value)


def _choices(question: WrittenQuestion) -> Collection[str] | None:
    known = types.TYPES.get(question.wording.type)
    return known.testable(question.wording) if known else None


def _note(fault: Fault, written: Written, choices: Choices) -> None:
    tables = {question.key: table for table, question in written}
    table, about = tables[fault.key], fault.about
    if fault.why in (conditions.NO_CHOICE, conditions.UNTESTABLE):
        question = next(question for _table, question in written if question.key == fault.key)
        about = _asked_for(question, fault, choices)
        # What is wrong with the other question is told there.
        if tables[about].wrong:
            return
    table.note("show_if", _sentence(fault, about, tables, choices))


def _asked_for(question: WrittenQuestion, fault: Fault, choices: Choices) -> str:
    tests = question.condition.tests if question.condition else ()
    if fault.why == conditions.UNTESTABLE:
        return fault.about
    return next(t.question for t in tests if fault.about in t.values and fault.about not in (choices[t.question] or ()))


def _sentence(fault: Fault, asked: str, tables: dict[str, Table], choices: Choices) -> str:
    about, others = fault.about, set(tables) - {fault.key}
    if fault.why == conditions.UNKNOWN and about in tables:
        return f"{about!r} is asked in another stage"
    if fault.why == conditions.NO_CHOICE:
        return f"{about!r} is no choice of {asked!r}{checks.suggestion(about, choices[asked] or ())}"
    return {
        conditions.UNKNOWN: f"{about!r} is no question of this form{checks.suggestion(about, others)}",
        conditions.LATER: f"{about!r} is asked later; move it before this question",
        conditions.ITSELF: f"{about!r} is this question itself",
        conditions.UNTESTABLE: f"{about!r} is answered in words of one’s own, so there is no choice to ask for",
    }[fault.why]
