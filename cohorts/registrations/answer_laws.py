"""The laws of answers: each is to a question of its own cohort, each file is somebody's answer and nobody else's."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, or_, select

from cohorts.files.models import Upload
from cohorts.questions.models import Question, QuestionForm, QuestionVersion
from cohorts.registrations import standings
from cohorts.registrations.models import Agreement, Answer, Registration


def answers_are_to_questions_of_their_cohort() -> Iterator[str]:
    """An answer is to a question that its cohort asks, in one of the wordings of that question."""
    query = (
        _answers()
        .join(QuestionForm, QuestionForm.id == Question.form_id)
        .join(QuestionVersion, QuestionVersion.id == Answer.version_id)
        .where(
            or_(
                QuestionForm.cohort_id.is_(None), QuestionForm.cohort_id != Registration.cohort_id,
                QuestionVersion.question_id != Answer.question_id,
            )
        )
    )  # fmt: skip
    for row in standings.read(query):
        yield f"{row.reference}: it answers {row.key}, which its cohort does not ask in these words."


def files_of_answers_are_their_own() -> Iterator[str]:
    """The file of an answer is here, and is that of its registration."""
    theirs = and_(Upload.registration_id == Answer.registration_id, Upload.finished_at.is_not(None))
    query = _answers().join(Upload, Upload.id == Answer.upload_id).where(or_(~theirs, Upload.registration_id.is_(None)))
    for row in standings.read(query):
        yield f"{row.reference}: its answer to {row.key} is a file that is not its own."


def files_of_registrations_are_answers() -> Iterator[str]:
    """A file that a registration has claimed is one of its answers: nothing is kept that nobody sees."""
    query = (
        select(Registration.reference, Upload.id.label("file"))
        .join(Registration, Registration.id == Upload.registration_id)
        .outerjoin(Answer, Answer.upload_id == Upload.id)
        .where(Answer.id.is_(None)).order_by(Upload.id)
    )  # fmt: skip
    for row in standings.read(query):
        yield f"{row.reference}: file {row.file} is kept for it, and is no answer."


def consents_have_their_agreement() -> Iterator[str]:
    """A consent that is given stands with its wording and time; one that was taken back is given no more."""
    same = and_(
        Agreement.registration_id == Answer.registration_id, Agreement.question_id == Answer.question_id,
        Agreement.version_id == Answer.version_id, Agreement.withdrawn_at.is_(None),
    )  # fmt: skip
    consents = _answers().join(QuestionVersion, QuestionVersion.id == Answer.version_id)
    query = consents.outerjoin(Agreement, same).where(QuestionVersion.type == "consent", Agreement.id.is_(None))
    for row in standings.read(query):
        yield f"{row.reference}: it consents to {row.key}, and when that was agreed to is not known."


LAWS = (
    answers_are_to_questions_of_their_cohort,
    files_of_answers_are_their_own,
    files_of_registrations_are_answers,
    consents_have_their_agreement,
)


def _answers() -> Select[*tuple[Any, ...]]:
    return (
        select(Registration.reference, Question.key).select_from(Answer)
        .join(Registration, Registration.id == Answer.registration_id)
        .join(Question, Question.id == Answer.question_id).order_by(Answer.id)
    )  # fmt: skip
