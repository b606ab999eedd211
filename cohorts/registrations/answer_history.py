"""Which answers an act changed, in the words of who reads it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask_babel import gettext

from cohorts.activity.models import Activity, ActivityValue
from cohorts.core.text import words
from cohorts.questions import queries, types
from cohorts.questions.asking import AFTER_SEAT
from cohorts.questions.fields import Value
from cohorts.questions.wordings import AskedQuestion, Wording

PREFIX = "answer:"
LONGEST = 80


class Known(NamedTuple):
    """The questions whose answers were changed, by cohort and key, and the language of who reads."""

    questions: Mapping[tuple[int | None, str], AskedQuestion]
    language: str


def known(entries: Iterable[Activity], language: str) -> Known:
    """What these acts are about; a form is read once."""
    cohorts = {
        entry.cohort_id for entry in entries if entry.cohort_id is not None and any(map(_is_answer, entry.values))
    }
    found: dict[tuple[int | None, str], AskedQuestion] = {
        (cohort_id, question.key): question
        for cohort_id in cohorts
        for question in queries.of_cohort(cohort_id).everything
    }
    return Known(found, language)


def changes(entry: Activity, about: Known) -> list[str]:
    """`“Sector”: Private instead of Public` for each answer that an act changed; of sensitive ones only which."""
    return [_change(value, entry.cohort_id, about) for value in entry.values if _is_answer(value)]


def is_of_later_questions(entry: Activity, about: Known) -> bool:
    """Whether an act answered questions that are asked once the seat is sure."""
    keys = [_key(value) for value in entry.values if _is_answer(value)]
    asked = [about.questions.get((entry.cohort_id, key)) for key in keys]
    return bool(asked) and all(question is not None and question.stage == AFTER_SEAT for question in asked)


def _change(value: ActivityValue, cohort_id: int | None, about: Known) -> str:
    question = about.questions.get((cohort_id, _key(value)))
    label = words(question.wording.label, about.language) if question else _key(value)
    if value.old is None and value.new is None:
        return str(gettext("“%(question)s”", question=label))
    new, old = (_short(_read(each, question, about.language)) for each in (value.new, value.old))
    if value.old:
        return str(gettext("“%(question)s”: %(new)s instead of %(old)s", question=label, new=new, old=old))
    return str(gettext("“%(question)s”: %(new)s", question=label, new=new))


def _read(said: str | None, question: AskedQuestion | None, language: str) -> str:
    if not said or question is None:
        return said or ""
    kind, wording = question.wording.type, question.wording
    try:
        if kind in ("number", "date"):
            value = Value(number=float(said)) if kind == "number" else Value(text=said)
            return "; ".join(types.of(kind).shown(wording, [value], language))
    except ValueError:
        # It was a question of another type then.
        return said
    return _chosen(said, wording, language)


def _chosen(said: str, wording: Wording, language: str) -> str:
    # Acts are recorded in English, whoever did them. Lists of countries stand in another order in each language.
    type_ = types.of(wording.type)
    own = {choice.value: choice.label for choice in type_.choices(wording, language) or ()}
    labels = {choice.label: own[choice.value] for choice in type_.choices(wording, "en") or ()}
    if said in labels or not labels:
        return labels.get(said, said)
    return "; ".join(_part(part, labels) for part in said.split("; "))


def _part(said: str, labels: Mapping[str, str]) -> str:
    label, colon, own_words = said.partition(": ")
    return labels.get(said) or f"{labels.get(label, label)}{colon}{own_words}"


def _short(said: str) -> str:
    line = " ".join(said.split())
    return (line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…") or "–"


def _key(value: ActivityValue) -> str:
    return value.name.removeprefix(PREFIX)


def _is_answer(value: ActivityValue) -> bool:
    return value.name.startswith(PREFIX)
