"""What all applicants of a cohort answered, question by question, in tables that are charts."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.core import languages, numbers
from cohorts.core.text import words
from cohorts.organizer import blueprint, cohorts
from cohorts.organizer.desk import DeskCohort
from cohorts.questions import options, types
from cohorts.questions import queries as forms
from cohorts.questions.types.base import COUNTS, SPREAD
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import queries, states, summaries

MOST_ROWS = 20

# Whose answers are counted.
GROUPS: dict[str, tuple[Any, frozenset[str]]] = {
    "": (_l("Active registrations"), states.ACTIVE),
    "seat": (_l("With a seat"), states.HOLDS_A_SEAT),
    "all": (_l("All registrations"), frozenset(states.STATES)),
}


@dataclass(frozen=True)
class Summary:
    """A question with its numbers: rows are (word, how many), facts are (word, value)."""

    title: str
    key: str
    is_archived: bool
    answered: int
    rows: list[tuple[str, int]]
    facts: list[tuple[str, str]]
    has_files: bool
    # Whether only some are asked: then a share of all would say nothing.
    is_conditional: bool


@blueprint.get("/programs/<program>/<cohort>/answers", endpoint="answer_summary")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """All questions, each with how many answered and what."""
    shown, (group, counted) = cohorts.found(program, cohort), asked_for()
    form, people = forms.of_cohort(shown.id), summaries.people(shown.id, counted)
    return render_template(
        "organizer/answers.html", cohort=shown, people=people, summaries=_all(form, shown.id, counted),
        total=sum(queries.counts(shown.id).values()), pills=_pills(shown, group), who=group or None,
    )  # fmt: skip


def asked_for() -> tuple[str, frozenset[str]]:
    """Whose answers the address asks for, and their states."""
    group = request.args.get("who", "")
    group = group if group in GROUPS else ""
    return group, GROUPS[group][1]


def _pills(cohort: DeskCohort, group: str) -> list[tuple[str, str, bool, None]]:
    return [
        (str(name), cohort.address("answer_summary", who=key or None), key == group, None)
        for key, (name, _) in GROUPS.items()
    ]


def _all(form: AskedForm, cohort_id: int, counted: frozenset[str]) -> list[Summary]:
    answered = summaries.answered(cohort_id, counted)
    asked = [question for question in form.questions if types.of(question.wording.type).asks]
    gone = [question for question in form.archived if answered.get(question.id)]
    sees_all = permissions.may(current_user, permissions.SENSITIVE)
    shown = [question for question in (*asked, *gone) if sees_all or not question.is_sensitive]
    return [_summary(question, cohort_id, counted, answered.get(question.id, 0)) for question in shown]


def _summary(question: AskedQuestion, cohort_id: int, counted: frozenset[str], answered: int) -> Summary:
    kind, language = types.of(question.wording.type), languages.current()
    rows: list[tuple[str, int]] = []
    facts: list[tuple[str, str]] = []
    if kind.summary == COUNTS and answered:
        rows = _counted(question, summaries.counts(question.id, cohort_id, counted), language)
    elif kind.summary == SPREAD and answered:
        rows, facts = _spread(summaries.spread(question.id, cohort_id, counted), language)
    title = words(question.wording.label, language)
    return Summary(
        title, question.key, question.archived_at is not None, answered, rows, facts,
        has_files=question.wording.type == "file", is_conditional=question.condition is not None,
    )  # fmt: skip


def _counted(question: AskedQuestion, counts: dict[str, int], language: str) -> list[tuple[str, int]]:
    choices = types.of(question.wording.type).choices(question.wording, language) or ()
    # Of a long list only what was chosen, most often first; of a short one everything, in its order.
    known = [(choice.label, counts.pop(choice.value, 0)) for choice in choices]
    if len(known) > MOST_ROWS:
        known = sorted((row for row in known if row[1]), key=lambda row: -row[1])
    # Behind them what was chosen while the question had it.
    gone = options.former(forms.options_of(question.id), question.wording.options) if counts else []
    former = [(words(option.label, language), counts[option.value]) for option in gone if option.value in counts]
    return [*known, *((gettext("%(option)s (no longer offered)", option=label), n) for label, n in former)]


def _spread(spread: summaries.Spread | None, language: str) -> tuple[list[tuple[str, int]], list[tuple[str, str]]]:
    if spread is None:
        return [], []
    rows = [(_range(each, spread.is_whole, language), each.people) for each in spread.bins]
    facts = [
        (gettext("Smallest"), _short(spread.least, language)), (gettext("Median"), _short(spread.median, language)),
        (gettext("Mean"), _short(spread.mean, language)), (gettext("Largest"), _short(spread.most, language)),
    ]  # fmt: skip
    return rows, facts


def _range(each: summaries.Bin, is_whole: bool, language: str) -> str:
    # Of whole numbers, the last one that is in it.
    end = each.end - 1 if is_whole else each.end
    start = _short(each.start, language)
    return start if end == each.start else f"{start} – {_short(end, language)}"


def _short(value: float, language: str) -> str:
    return numbers.decimal(round(value, 2), language)
