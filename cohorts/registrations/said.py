"""What registrations say: answers read in the wording that was shown."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from cohorts.core.database import db
from cohorts.files.models import Upload
from cohorts.questions import asking, conditions, types
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.questions.models import Question, QuestionVersion
from cohorts.questions.wordings import AskedForm, AskedQuestion, Wording, wording
from cohorts.registrations.models import Answer


class Said(NamedTuple):
    """An answer as it was meant."""

    question_id: int
    key: str
    stage: str
    is_sensitive: bool
    is_archived: bool
    version_id: int
    wording: Wording
    values: tuple[Value, ...]

    def lines(self, language: str) -> list[str]:
        """How it reads."""
        return types.of(self.wording.type).shown(self.wording, self.values, language)

    def cell(self, language: str) -> str:
        """How it stands in one cell."""
        return types.of(self.wording.type).exported(self.wording, self.values, language)

    @property
    def facts(self) -> list[str]:
        """What conditions see of it."""
        return [value.choice for value in self.values if value.choice]


_SAID = (
    select(
        Answer.registration_id, Answer.question_id, Answer.version_id, Answer.choice, Answer.text, Answer.number,
        Upload.token, Question.key, Question.stage, Question.is_sensitive, Question.archived_at,
        QuestionVersion.type, QuestionVersion.config,
    )
    .join(Question, Question.id == Answer.question_id)
    .join(QuestionVersion, QuestionVersion.id == Answer.version_id)
    .outerjoin(Upload, Upload.id == Answer.upload_id)
    .where(Answer.registration_id.in_(bindparam("registrations", expanding=True)))
    .order_by(Answer.registration_id, Question.position, Question.id, Answer.id)
)  # fmt: skip


def of(registration_id: int) -> list[Said]:
    """The answers of a registration in the order of its form, deleted questions among them."""
    return of_all([registration_id]).get(registration_id, [])


def of_all(registration_ids: Collection[int]) -> dict[int, list[Said]]:
    """The answers of registrations, by registration; one statement."""
    wordings: dict[int, Wording] = {}
    found: dict[int, dict[int, Said]] = {}
    for row in db.session.execute(_SAID, {"registrations": list(registration_ids)}):
        if row.version_id not in wordings:
            wordings[row.version_id] = wording(row.type, row.config)
        value = Value(row.choice, row.text, row.number, row.token)
        answers = found.setdefault(row.registration_id, {})
        before = answers.get(row.question_id)
        answers[row.question_id] = (
            before._replace(values=(*before.values, value)) if before
            else Said(row.question_id, row.key, row.stage, row.is_sensitive, row.archived_at is not None,
                      row.version_id, wordings[row.version_id], (value,))
        )  # fmt: skip
    return {registration: list(answers.values()) for registration, answers in found.items()}


def of_given(given: Given) -> Said:
    """An answer that is not kept yet, as it reads."""
    question = given.question
    return Said(
        question.id, question.key, question.stage, question.is_sensitive, False, given.version_id, question.wording,
        given.values,
    )  # fmt: skip


def typed(answers: Iterable[Said], form: AskedForm) -> list[tuple[str, str]]:
    """What somebody would type into a form to give these answers again."""
    asked = {question.id: question for question in form.questions}
    return asking.typed(
        [Given(asked[a.question_id], a.version_id, a.values) for a in answers if a.question_id in asked]
    )


def missing(answers: Sequence[Said], form: AskedForm, stage: str) -> list[AskedQuestion]:
    """The questions of a stage that must be answered, are asked given the answers, and have none."""
    facts = {answer.key: answer.facts for answer in answers}
    visible, answered = conditions.asked(form.of_stage(stage), facts), {answer.question_id for answer in answers}
    return [
        question
        for question in form.of_stage(stage)
        if question.wording.required and question.key in visible and question.id not in answered
    ]


def fitting(answers: Iterable[Said], form: AskedForm) -> list[Given]:
    """Those that another form asks for too, by key and type; no choice that it has not, no consent in other words."""
    asked = {(question.key, question.wording.type, question.stage): question for question in form.questions}
    found = ((asked.get((each.key, each.wording.type, each.stage)), each) for each in answers)
    pairs = [(question, each) for question, each in found if question is not None and _fits(each, question)]
    return [Given(question, question.version_id, each.values) for question, each in pairs]


def _fits(answer: Said, question: AskedQuestion) -> bool:
    if answer.wording.type == "consent":
        return (answer.wording.label, answer.wording.text) == (question.wording.label, question.wording.text)
    choices = types.of(question.wording.type).testable(question.wording)
    return choices is None or all(value.choice in choices for value in answer.values)
