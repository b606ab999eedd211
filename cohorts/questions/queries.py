"""Reading forms: at most two statements, however many questions there are."""

from collections.abc import Collection

from flask import current_app
from sqlalchemy import Row, Select, and_, bindparam, func, select

from cohorts.core.database import db
from cohorts.programs.owners import Owner
from cohorts.questions import types
from cohorts.questions.models import Question, QuestionForm, QuestionVersion
from cohorts.questions.wordings import NOTHING, AskedForm, AskedQuestion, Option, Wording, wording

MOST_KEPT = 64

_FORM = select(
    QuestionForm.id, QuestionForm.version, QuestionForm.order_version, QuestionForm.organization,
    QuestionForm.after_seat_until,
)  # fmt: skip
_OF_COHORT = _FORM.where(QuestionForm.cohort_id == bindparam("owner"))
_OF_PROGRAM = _FORM.where(QuestionForm.program_id == bindparam("owner"))
_QUESTIONS = (
    select(
        Question.id, Question.key, Question.stage, Question.position, Question.version, Question.is_sensitive,
        Question.retention_days, Question.stays_editable, Question.archived_at,
        QuestionVersion.id.label("version_id"), QuestionVersion.type, QuestionVersion.config,
    )
    .join(QuestionVersion, and_(QuestionVersion.question_id == Question.id, QuestionVersion.n == Question.version))
    .where(Question.form_id == bindparam("form"))
    .order_by(Question.position, Question.id)
)  # fmt: skip


def of_cohort(cohort_id: int) -> AskedForm:
    """The form of a cohort; NOTHING where it asks nothing of its own."""
    return _read(_OF_COHORT, cohort_id) or NOTHING


def of_program(program_id: int) -> AskedForm | None:
    """The form that a program keeps for its next cohorts."""
    return _read(_OF_PROGRAM, program_id)


def of_owner(owner: Owner) -> AskedForm:
    """The form of a cohort or a program; NOTHING where it has none."""
    return (_read(_OF_COHORT, owner.id) if owner.kind == "cohort" else _read(_OF_PROGRAM, owner.id)) or NOTHING


def owner_of(question_id: int) -> Owner | None:
    """Whose form asks a question, or asked it before it was deleted."""
    query = select(QuestionForm.cohort_id, QuestionForm.program_id).join(Question, Question.form_id == QuestionForm.id)
    row = db.session.execute(query.where(Question.id == question_id)).one_or_none()
    if row is None:
        return None
    return Owner("cohort", row.cohort_id) if row.cohort_id else Owner("program", row.program_id or 0)


def options_of(question_id: int) -> list[tuple[Option, ...]]:
    """The options of each wording that a question has had, the oldest first."""
    query = select(QuestionVersion).where(QuestionVersion.question_id == question_id).order_by(QuestionVersion.n)
    return [wording_of(version).options for version in db.session.scalars(query)]


def sizes() -> dict[Owner, int]:
    """Every form that asks something, and how many questions that is, texts and headings apart."""
    asking = [kind.name for kind in types.in_order() if kind.asks]
    query = (
        select(QuestionForm.cohort_id, QuestionForm.program_id, func.count())
        .join(Question, Question.form_id == QuestionForm.id)
        .join(QuestionVersion, and_(QuestionVersion.question_id == Question.id, QuestionVersion.n == Question.version))
        .where(Question.archived_at.is_(None), QuestionVersion.type.in_(asking))
        .group_by(QuestionForm.id)
        .order_by(QuestionForm.id)
    )
    return {
        Owner("cohort", cohort_id) if cohort_id else Owner("program", program_id or 0): count
        for cohort_id, program_id, count in db.session.execute(query)
    }


def _read(query: Select[*tuple[object, ...]], owner: int) -> AskedForm | None:
    row = db.session.execute(query, {"owner": owner}).one_or_none()
    if row is None:
        return None
    # What a verb has written may yet be undone: it is not kept.
    if db.session.info.get("verb"):
        return AskedForm(everything=_questions(row.id), **row._mapping)
    return _kept(row)


def _kept(row: Row[*tuple[object, ...]]) -> AskedForm:
    """A form as it is asked, by row and version: a page that comes again reads one row instead of sixty."""
    kept: dict[tuple[int, int], AskedForm] = current_app.extensions.setdefault("cohorts.forms", {})
    place = (row.id, row.version)
    if place not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[place] = AskedForm(everything=_questions(row.id), **row._mapping)
    return kept[place]


def _questions(form_id: int) -> tuple[AskedQuestion, ...]:
    found = []
    for row in db.session.execute(_QUESTIONS, {"form": form_id}):
        said = dict(row._mapping)
        kind, config = said.pop("type"), said.pop("config")
        found.append(AskedQuestion(wording=wording(kind, config), **said))
    return tuple(found)


def wording_of(version: QuestionVersion) -> Wording:
    """What a version says."""
    return wording(version.type, version.config)


def shown_before(form: AskedForm, version_ids: Collection[int]) -> dict[int, int]:
    """Of these versions those that are of the form's questions: question → version, the newest of each."""
    current = {question.version_id: question.id for question in form.everything}
    known = {current[version]: version for version in version_ids if version in current}
    if strange := [version for version in version_ids if version not in current]:
        ids = {question.id for question in form.everything}
        query = select(QuestionVersion.question_id, QuestionVersion.id).where(QuestionVersion.id.in_(strange))
        older = {question: version for question, version in db.session.execute(query) if question in ids}
        return {**older, **known}
    return known
