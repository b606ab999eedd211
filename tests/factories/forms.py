"""Forms that stand in the database, made through the verbs that organizers use."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.text import Localized
from cohorts.programs.owners import Owner, cohort, program
from cohorts.questions import copies, forms, queries
from cohorts.questions.wordings import AskedForm, AskedQuestion, Wording, WrittenQuestion

numbers = count(1)
# What a type cannot be without.
NEEDED: dict[str, dict[str, Any]] = {
    "consent": {"text": {"en": "You may be in our pictures.", "fr": "Vous pourriez figurer sur nos photos."}},
    "text": {"text": {"en": "The next questions are about your work."}},
    "file": {"accept": ("pdf",)},
}
BESIDE = ("stage", "is_sensitive", "retention_days", "stays_editable")


def written(key: str = "", type: str = "short_text", **said: Any) -> WrittenQuestion:
    """A question as somebody writes it; the rest goes into its wording (`label` may be a word), or beside it."""
    key = key or f"key_{next(numbers)}"
    beside = {name: said.pop(name) for name in BESIDE if name in said}
    label = _localized(said.pop("label", f"About {key}"))
    return WrittenQuestion(
        key=key, wording=Wording(type=type, label=label, **{**NEEDED.get(type, {}), **said}), **beside
    )


def a_form(
    cohort_id: int, questions: Sequence[WrittenQuestion] = (), *,
    organization: str = "optional", after_seat_until: datetime | None = None,
) -> AskedForm:  # fmt: skip
    """A cohort's form that asks these; as it is asked now."""
    return _made(cohort(cohort_id), questions, organization, after_seat_until)


def a_pattern(
    program_id: int, questions: Sequence[WrittenQuestion] = (), *, organization: str = "optional"
) -> AskedForm:
    """The form that a program keeps for its next cohorts."""
    return _made(program(program_id), questions, organization, None)


def asked_in(form: AskedForm, key: str) -> AskedQuestion:
    """The question of this key, a deleted one too."""
    return next(question for question in form.everything if question.key == key)


def _made(
    owner: Owner, questions: Sequence[WrittenQuestion], organization: str, after_seat_until: datetime | None
) -> AskedForm:
    copies.replace(owner, questions, by=COMMAND_LINE)
    forms.edit(owner, by=COMMAND_LINE, organization=organization, after_seat_until=after_seat_until)
    return queries.of_owner(owner)


def _localized(said: str | Localized) -> Localized:
    return {"en": said} if isinstance(said, str) else said
