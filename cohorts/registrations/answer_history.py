"""Which answers an act changed, in words."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from cohorts.activity.models import Activity, ActivityValue
from cohorts.core.text import words
from cohorts.questions import queries

PREFIX = "answer:"
LONGEST = 80

# Cohort and key of a question: what it asks.
Labels = Mapping[tuple[int | None, str], str]


def labels(entries: Iterable[Activity], language: str) -> Labels:
    """What the questions ask whose answers these acts changed; a form is read once."""
    cohorts = {
        entry.cohort_id for entry in entries if entry.cohort_id is not None and any(map(_is_answer, entry.values))
    }
    return {
        (cohort_id, question.key): words(question.wording.label, language)
        for cohort_id in cohorts
        for question in queries.of_cohort(cohort_id).everything
    }


def changes(entry: Activity, known: Labels) -> list[str]:
    """`Sector: Private instead of Public` for each answer that an act changed; of sensitive ones only which."""
    return [_change(value, known, entry.cohort_id) for value in entry.values if _is_answer(value)]


def _change(value: ActivityValue, known: Labels, cohort_id: int | None) -> str:
    key = value.name.removeprefix(PREFIX)
    label = known.get((cohort_id, key), key)
    if value.old is None and value.new is None:
        return label
    new, old = _short(value.new), _short(value.old)
    if value.old:
        return str(gettext("%(field)s: %(new)s instead of %(old)s", field=label, new=new, old=old))
    return str(gettext("%(field)s: %(new)s", field=label, new=new))


def _short(said: str | None) -> str:
    line = " ".join((said or "").split())
    return (line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…") or "–"


def _is_answer(value: ActivityValue) -> bool:
    return value.name.startswith(PREFIX)
