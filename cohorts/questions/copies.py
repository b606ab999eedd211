"""Whole forms at once: from a file, from another cohort, kept as a program's pattern."""

from collections.abc import Sequence

from cohorts.activity.actors import Actor
from cohorts.core.database import db, verb
from cohorts.questions import changes, forms, queries, rules
from cohorts.questions.errors import KeyTaken, TooManyQuestions
from cohorts.questions.models import Question, QuestionForm
from cohorts.questions.owners import Owner
from cohorts.questions.wordings import AskedForm, AskedQuestion, WrittenQuestion


@verb
def replace(owner: Owner, wanted: Sequence[WrittenQuestion], *, by: Actor) -> bool:
    """Make a form ask exactly this, in this order; whether anything changed. Questions are told by their keys.

    What is not wanted any more is deleted with its answers kept; a deleted key comes back with its question.
    Raises KeyTaken, TypeFixed, BadKey, ReservedKey, BadWording, ConditionRefused, TooManyQuestions.
    """
    if not wanted and not queries.of_owner(owner).questions:
        return False
    _refuse(wanted)
    form = forms.locked(owner)
    known = {question.key: question for question in changes.now(form).everything}
    changed = [_put(form, each, known.get(each.key), by=by) for each in wanted]
    keys = {each.key for each in wanted}
    changed += [changes.archive(form, _row(each), by=by) for each in known.values() if each.key not in keys]
    ids = {question.key: question.id for question in changes.now(form).everything}
    changed.append(changes.arrange(form, [ids[each.key] for each in wanted], by=by))
    return any(changed)


@verb
def copy(source: AskedForm, to: Owner, *, by: Actor) -> bool:
    """Make a form ask what another one asks; whether anything changed. Raises what `replace` raises."""
    beside = forms.edit(to, by=by, organization=source.organization, after_seat_until=None)
    return replace(to, written(source), by=by) or beside


def written(form: AskedForm) -> list[WrittenQuestion]:
    """The questions of a form as somebody would write them."""
    return [
        WrittenQuestion(
            key=question.key, wording=question.wording, **{name: getattr(question, name) for name in changes.ATTRIBUTES}
        )
        for question in form.questions
    ]


def _refuse(wanted: Sequence[WrittenQuestion]) -> None:
    if len(wanted) > rules.MOST_QUESTIONS:
        raise TooManyQuestions(most=rules.MOST_QUESTIONS)
    keys = [each.key for each in wanted]
    for each in wanted:
        rules.refuse_key(each.key)
        rules.finished(each.wording)
        if keys.count(each.key) > 1:
            raise KeyTaken(key=each.key)
    rules.refuse_faults(wanted)


def _put(form: QuestionForm, wanted: WrittenQuestion, known: AskedQuestion | None, *, by: Actor) -> bool:
    if known is None:
        changes.add(form, wanted, by=by)
        return True
    question = _row(known)
    is_back = changes.bring_back(form, question, by=by)
    attributes = {name: getattr(wanted, name) for name in changes.ATTRIBUTES}
    return changes.edit(form, question, wanted.wording, attributes, by=by) or is_back


def _row(question: AskedQuestion) -> Question:
    return db.session.get_one(Question, question.id)
