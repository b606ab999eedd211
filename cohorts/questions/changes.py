"""What changes the rows of a form. Whoever calls it has locked the form, and looks at its conditions afterwards.

`tell`: whether each change has an entry of its own in the trail.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock, languages
from cohorts.core.database import add as add_row
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.text import words
from cohorts.questions import forms, queries, rules, types
from cohorts.questions.errors import KeyTaken, TypeFixed
from cohorts.questions.models import Question, QuestionForm, QuestionVersion
from cohorts.questions.wordings import AskedForm, Wording, WrittenQuestion

ATTRIBUTES = ("stage", "is_sensitive", "retention_days", "stays_editable")


def add(form: QuestionForm, new: WrittenQuestion, *, by: Actor, key: str | None = None, tell: bool = True) -> Question:
    """A new question at the end. Raises BadKey, ReservedKey, KeyTaken, BadWording."""
    rules.refuse_key(new.key)
    if db.session.scalar(select(Question.id).where(Question.form_id == form.id, Question.key == new.key)):
        raise KeyTaken(key=new.key)
    last = db.session.scalar(select(func.max(Question.position)).where(Question.form_id == form.id)) or 0
    attributes = {name: getattr(new, name) for name in ATTRIBUTES}
    question = Question(form_id=form.id, key=new.key, position=last + 1, version=1, **attributes)
    add_row(question)
    _word(question, rules.finished(new.wording))
    values = {"question": (None, called(new.wording, new.key)), "question_id": (None, question.id)}
    forms.changed(form, "add_question", by=by, values=values, order=True, key=key, tell=tell)
    return question


def edit(
    form: QuestionForm, question: Question, wording: Wording, attributes: dict[str, Any], *,
    by: Actor, tell: bool = True,
) -> bool:  # fmt: skip
    """A new version where anything differs; whether it does. Raises TypeFixed, BadWording."""
    before, after = current(question), rules.finished(wording)
    if after.type != before.type and after.type not in types.of(before.type).becomes:
        raise TypeFixed
    changes = trail.differences(question, attributes)
    if not changes and after == before:
        return False
    for name, (_, new) in changes.items():
        setattr(question, name, new)
    question.version += 1
    _word(question, after)
    values = {"question": (called(before, question.key), called(after, question.key))}
    forms.changed(form, "edit_question", by=by, values=values, tell=tell)
    return True


def archive(form: QuestionForm, question: Question, *, by: Actor, tell: bool = True) -> bool:
    """Ask it no more; whether it was asked."""
    if question.archived_at is not None:
        return False
    question.archived_at = clock.now()
    values = {"question": (called(current(question), question.key), None)}
    forms.changed(form, "archive_question", by=by, values=values, order=True, tell=tell)
    return True


def bring_back(form: QuestionForm, question: Question, *, by: Actor, tell: bool = True) -> bool:
    """Ask it again, about where it was; whether it was deleted."""
    if question.archived_at is None:
        return False
    question.archived_at = None
    values = {"question": (None, called(current(question), question.key))}
    forms.changed(form, "bring_back_question", by=by, values=values, order=True, tell=tell)
    return True


def arrange(form: QuestionForm, order: Sequence[int], *, by: Actor, tell: bool = True) -> bool:
    """Put all questions that are asked in this order; whether that is another one."""
    if list(order) == [question.id for question in now(form).questions]:
        return False
    # Deleted ones keep their numbers, so that they come back about where they were.
    for position, question_id in enumerate(order, 1):
        db.session.get_one(Question, question_id).position = position
    forms.changed(form, "arrange_questions", by=by, values={}, order=True, tell=tell)
    return True


def now(form: QuestionForm) -> AskedForm:
    """The form as it stands in this transaction."""
    db.session.flush()
    return queries.of_owner(forms.owner_of(form))


def current(question: Question) -> Wording:
    """The wording in force."""
    return wording_of(question.id, question.version)


def wording_of(question_id: int, n: int) -> Wording:
    """A question's n-th wording; raises Missing."""
    query = select(QuestionVersion).where(QuestionVersion.question_id == question_id, QuestionVersion.n == n)
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return queries.wording_of(found)


def called(wording: Wording, key: str) -> str:
    """How people call a question."""
    return words(wording.label, languages.current()) or key


def _word(question: Question, wording: Wording) -> None:
    version = QuestionVersion(
        question_id=question.id, n=question.version, type=wording.type, config=wording.config, created_at=clock.now()
    )
    add_row(version)
