"""Questions: added, edited, put in order, deleted and brought back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.programs.owners import Owner
from cohorts.questions import changes, forms, keys, rules
from cohorts.questions.errors import Deleted, TooManyQuestions
from cohorts.questions.models import Question, QuestionForm
from cohorts.questions.wordings import AskedForm, AskedQuestion, Wording, WrittenQuestion


@verb
def add(owner: Owner, new: WrittenQuestion, *, by: Actor, key: str | None = None) -> int:
    """Ask one more question, at the end; its id. `key` is the page's one-time key.

    Raises BadKey, ReservedKey, KeyTaken, BadWording, ConditionRefused, TooManyQuestions.
    """
    form = forms.locked(owner)
    if (before := _made_by(key)) is not None:
        return before
    question = changes.add(form, new, by=by, key=key)
    _refuse_nonsense(form)
    return question.id


@verb
def edit(
    question_id: int, *, by: Actor, wording: Wording, expected_version: int | None = None, returns: bool = False,
    **attributes: Any,
) -> bool:  # fmt: skip
    """Word a question anew, as a version of its own; whether anything changed. `attributes`: changes.ATTRIBUTES.

    `returns`: a deleted one is brought back. Raises Deleted, Stale, TypeFixed, BadWording, ConditionRefused,
    TooManyQuestions, Missing.
    """
    question, form = _locked(question_id)
    if question.archived_at is not None and not returns:
        raise Deleted
    if expected_version not in (None, question.version):
        raise Stale
    is_back = changes.bring_back(form, question, by=by)
    before = changes.now(form).questions
    is_changed = changes.edit(form, question, wording, attributes, by=by) or is_back
    _refuse_nonsense(form, before)
    return is_changed


@verb
def archive(question_id: int, *, by: Actor) -> None:
    """Ask it no more; its answers stay. Done twice is done once. Raises ConditionRefused, Missing."""
    question, form = _locked(question_id)
    changes.archive(form, question, by=by)
    _refuse_nonsense(form)


@verb
def bring_back(question_id: int, *, by: Actor) -> None:
    """Ask it again, about where it was. Done twice is done once. Raises ConditionRefused, TooManyQuestions, Missing."""
    question, form = _locked(question_id)
    changes.bring_back(form, question, by=by)
    _refuse_nonsense(form)


@verb
def duplicate(question_id: int, *, by: Actor, key: str | None = None) -> int:
    """Ask the same once more, right after it; the new one's id. Raises TooManyQuestions, Missing."""
    question, form = _locked(question_id)
    if (before := _made_by(key)) is not None:
        return before
    attributes = {name: getattr(question, name) for name in changes.ATTRIBUTES}
    twin_key = free_key(changes.now(form), question.key)
    twin = changes.add(
        form, WrittenQuestion(key=twin_key, wording=changes.current(question), **attributes), by=by, key=key
    )
    order = [each.id for each in changes.now(form).questions if each.id != twin.id]
    order.insert(order.index(question.id) + 1 if question.id in order else len(order), twin.id)
    changes.arrange(form, order, by=by)
    _refuse_nonsense(form)
    return twin.id


@verb
def arrange(owner: Owner, order: Sequence[int], *, by: Actor, expected_order: int) -> None:
    """Put the questions in this order; it names each once. Done twice is done once.

    Raises Stale where questions came, went or changed places meanwhile, ConditionRefused.
    """
    form = forms.locked(owner)
    asked = [question.id for question in changes.now(form).questions]
    if list(order) == asked:
        return
    if expected_order != form.order_version or sorted(order) != sorted(asked):
        raise Stale
    changes.arrange(form, order, by=by)
    _refuse_nonsense(form)


def free_key(form: AskedForm, wanted: str) -> str:
    """A key that no question of the form has or had, made from this label or key."""
    return keys.free(wanted, {question.key for question in form.everything})


def _locked(question_id: int) -> tuple[Question, QuestionForm]:
    form_id = db.session.scalar(select(Question.form_id).where(Question.id == question_id))
    if form_id is None:
        raise Missing
    form = forms.locked_by_id(form_id)
    return db.session.get_one(Question, question_id, populate_existing=True), form


def _made_by(key: str | None) -> int | None:
    done = trail.done(key)
    return next((int(value.new or 0) for value in done.values if value.name == "question_id"), None) if done else None


def _refuse_nonsense(form: QuestionForm, before: Sequence[AskedQuestion] = ()) -> None:
    now = changes.now(form)
    if len(now.questions) > rules.MOST_QUESTIONS:
        raise TooManyQuestions(most=rules.MOST_QUESTIONS)
    rules.refuse_faults(now.questions, [*before, *now.everything])
