"""Who has not answered what must be answered: counted by the database, and exactly for one registration."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select

from cohorts.core import clock
from cohorts.core.database import db
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.models import QuestionForm
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import editable, said, states
from cohorts.registrations.models import Answer, Registration
from cohorts.registrations.said import Said

STAGES = (REGISTRATION, AFTER_SEAT)


def of(registration: Registration, form: AskedForm, answers: Sequence[Said]) -> list[AskedQuestion]:
    """The questions that this person must still answer, and may, in the order of the form."""
    may = {each.id for stage in STAGES for each in open_to(registration, form, stage, answers)}
    return [each for stage in STAGES for each in said.missing(answers, form, stage) if each.id in may]


def open_to(registration: Registration, form: AskedForm, stage: str, answers: Sequence[Said]) -> list[AskedQuestion]:
    """The questions of a stage that this person may answer now, having said this."""
    missing = {question.id for question in said.missing(answers, form, stage)}
    return editable.now_of(registration, form, stage, clock.now(), missing=missing)


def who(cohort_id: int, form: AskedForm, stage: str) -> ColumnElement[bool] | None:
    """The condition of the registrations that lack answers of this stage; None where nobody can.

    It looks at the questions that everybody must answer; where a stage has none, at whether anything was answered.
    """
    asked = editable.questions_of(form.of_stage(stage))
    needed = [each.id for each in asked if each.wording.required and each.condition is None]
    if not asked or (stage == REGISTRATION and not needed):
        return None
    ids, most = (needed, len(needed)) if needed else ([each.id for each in asked], 1)
    answered = (
        select(func.count(Answer.question_id.distinct()))
        .where(Answer.registration_id == Registration.id, Answer.question_id.in_(ids))
        .correlate(Registration).scalar_subquery()
    )  # fmt: skip
    in_question = (states.CONFIRMED,) if stage == AFTER_SEAT else tuple(sorted(states.ACTIVE))
    return (Registration.cohort_id == cohort_id) & Registration.state.in_(in_question) & (answered < most)


def count(cohort_id: int, form: AskedForm, stage: str) -> int:
    """How many lack answers of this stage."""
    condition = who(cohort_id, form, stage)
    if condition is None:
        return 0
    return db.session.scalar(select(func.count()).select_from(Registration).where(condition)) or 0


def ids(cohort_id: int, form: AskedForm) -> list[int]:
    """The registrations of a cohort that may lack answers of any stage; `of` says which of them do."""
    conditions = [each for each in (who(cohort_id, form, stage) for stage in STAGES) if each is not None]
    found = {number for each in conditions for number in db.session.scalars(select(Registration.id).where(each))}
    return sorted(found)


def counts(cohort_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many lack answers, by cohort and stage; cohorts without a form are left out."""
    query = select(QuestionForm.cohort_id).where(QuestionForm.cohort_id.in_(cohort_ids))
    asking = [each for each in db.session.scalars(query) if each is not None]
    found = {each: forms.of_cohort(each) for each in asking}
    return {each: {stage: count(each, form, stage) for stage in STAGES} for each, form in found.items()}
