"""The questions of a load file as plain values, checked as the form's own pages check them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cohorts.core.errors import Refusal
from cohorts.core.languages import LANGUAGES
from cohorts.core.text import Localized, fold, is_blank, words
from cohorts.files import kinds
from cohorts.loading import checks, show_if
from cohorts.loading.tables import Table
from cohorts.questions import rules, types
from cohorts.questions.models import ORGANIZATION, STAGES
from cohorts.questions.wordings import Option, Wording, WrittenQuestion

LONGEST_VALUE = 60
SETTINGS = ("options", "min", "max", "step", "unit", "accept", "text")
OF_ANSWERS = ("required", "sensitive", "retention_days", "stays_editable")


@dataclass(frozen=True, kw_only=True)
class WrittenForm:
    """What a cohort asks; without `questions` it is told in part, and what is None stays as it is."""

    organization: str | None
    after_seat_until: datetime | None
    questions: list[WrittenQuestion] | None


def form_of(table: Table, plain: str, at: checks.Check) -> WrittenForm:
    """The form of a cohort's table; `plain` is the language of a plain string."""
    asked = table.tables("question")
    return WrittenForm(
        organization=table.take("organization", checks.one_of(ORGANIZATION)),
        after_seat_until=table.take("after_seat_until", at),
        questions=all_of(asked, plain) if "question" in table else None,
    )


def all_of(tables: list[Table], plain: str) -> list[WrittenQuestion]:
    """The questions of these tables, in their order."""
    found = [_question(table, plain) for table in tables]
    if len(found) > rules.MOST_QUESTIONS:
        problem = f"is one of {len(found)} questions; use at most {rules.MOST_QUESTIONS}"
        tables[-1].problems.note(tables[-1].place, problem)
    keys = [question.key for question in found]
    _note_twins(tables, keys)
    # Who is meant is not clear while a key is wrong.
    if all(keys) and len(set(keys)) == len(keys):
        show_if.note_faults(list(zip(tables, found, strict=True)))
    return found


def _note_twins(tables: list[Table], keys: list[str]) -> None:
    for number, key in enumerate(keys):
        first = keys.index(key)
        if key and first < number:
            tables[number].note("key", f"{key!r} is the key of {tables[first].place} already")


def _question(table: Table, plain: str) -> WrittenQuestion:
    kind = table.take("type", checks.one_of(types.TYPES), "", required=True)
    question = WrittenQuestion(
        key=table.take("key", _key, "", required=True),
        wording=_wording(table, plain, kind),
        stage=table.take("stage", checks.one_of(STAGES), STAGES[0]),
        is_sensitive=table.take("sensitive", checks.truth, False),
        retention_days=table.take("retention_days", checks.number(0, rules.MOST_RETENTION_DAYS)),
        stays_editable=table.take("stays_editable", checks.truth, False),
    )
    for key, sentence in _problems(table, kind, question.wording):
        # Bounds are those of options: where these are wrong, it is told once.
        if not table.wrong & {key, "options"}:
            table.note(key, sentence)
    table.end()
    return question


def _wording(table: Table, plain: str, kind: str) -> Wording:
    return Wording(
        type=kind,
        label=table.take("label", checks.localized(checks.line, plain), {}),
        help=table.take("help", checks.localized(checks.text(checks.LONGEST_SUMMARY), plain), {}),
        required=table.take("required", checks.truth, False),
        options=_options(table, plain),
        min=table.take("min", checks.amount),
        max=table.take("max", checks.amount),
        step=table.take("step", checks.amount),
        unit=table.take("unit", checks.one_of(("characters", "words")), "characters"),
        accept=tuple(table.take("accept", checks.list_of(checks.one_of(kinds.NAMES)), ())),
        text=table.take("text", checks.localized(checks.text(), plain), {}),
        show_if=show_if.condition(table.table("show_if")),
    )


def _problems(table: Table, kind: str, wording: Wording) -> Iterator[tuple[str, str]]:
    if not kind:
        return
    has = types.of(kind)
    strange = [name for name in SETTINGS if name not in has.settings]
    strange += [] if has.asks else OF_ANSWERS
    yield from ((name, f"is not for type {kind!r}") for name in strange if name in table)
    if not words(wording.label, "en") and (has.asks or kind == "section"):
        yield "label", "is empty" if "label" in table else "is missing"
    yield from has.problems(wording)


def _key(value: Any) -> str:
    word = checks.line(value)
    try:
        rules.refuse_key(word)
    except Refusal as refusal:
        raise checks.Wrong(str(refusal)) from refusal
    return word


def _options(table: Table, plain: str) -> tuple[Option, ...]:
    listed = table.take("options", checks.list_of(lambda each: each), [])
    found = []
    for number, each in enumerate(listed, 1):
        said = each if isinstance(each, dict) else {plain: each}
        option = Table(said, table.where(f"options[{number}]"), table.problems)
        found.append(_option(option, number))
        table.wrong |= {"options"} if option.wrong else set()
    return tuple(found)


def _option(table: Table, number: int) -> Option:
    label = {code: table.take(code, checks.line) for code in LANGUAGES if code in table}
    label = {code: written for code, written in label.items() if written and not is_blank(written)}
    value = table.take("value", _value) or _word(label) or f"option_{number}"
    option = Option(value=value, label=label, other=table.take("other", checks.truth, False))
    table.asked |= set(LANGUAGES)
    table.end()
    if not label and not table.wrong:
        table.problems.note(table.place, "has no text")
        table.wrong.add("")
    return option


def _value(value: Any) -> str:
    word = checks.line(value)
    if is_blank(word) or len(word) > LONGEST_VALUE:
        raise checks.Wrong(f"must have from 1 to {LONGEST_VALUE} characters")
    return word


def _word(label: Localized) -> str:
    """The word that is stored for an option: its text in small letters, `federal_government`."""
    return re.sub(r"[^a-z0-9]+", "_", fold(words(label, "en"))).strip("_")[:LONGEST_VALUE].strip("_")
