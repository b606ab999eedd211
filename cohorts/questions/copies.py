"""Whole forms at once: from a file, from another cohort, kept as a program's pattern."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cohorts.activity.actors import Actor
from cohorts.core.database import db, verb
from cohorts.core.errors import Stale
from cohorts.programs.owners import Owner
from cohorts.questions import changes, forms, keys, queries, rules, types
from cohorts.questions.errors import KeyTaken, TooManyQuestions
from cohorts.questions.models import Question, QuestionForm
from cohorts.questions.wordings import AskedForm, AskedQuestion, Condition, Test, WrittenQuestion


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
    asked = changes.now(form)
    before, known = len(asked.questions), {question.key: question for question in asked.everything}
    changed = [_put(form, each, known.get(each.key), by=by) for each in wanted]
    stay = {each.key for each in wanted}
    changed += [changes.archive(form, _row(each), by=by, tell=False) for each in known.values() if each.key not in stay]
    ids = {question.key: question.id for question in changes.now(form).everything}
    changed.append(changes.arrange(form, [ids[each.key] for each in wanted], by=by, tell=False))
    if any(changed):
        # One entry: twenty would hide what else happened.
        forms.changed(form, "replace_form", by=by, values={"questions": (before, len(wanted))})
    return any(changed)


@verb
def copy(source: AskedForm, to: Owner, *, by: Actor, expected_version: int | None = None) -> bool:
    """Make a form ask what another one asks; whether anything changed. Raises Stale, and what `replace` raises."""
    _refuse_stale(to, expected_version)
    until = queries.of_owner(to).after_seat_until
    beside = forms.edit(to, by=by, organization=source.organization, after_seat_until=until)
    return begin(written(source), to, by=by) or beside


@verb
def begin(wanted: Sequence[WrittenQuestion], to: Owner, *, by: Actor, expected_version: int | None = None) -> bool:
    """Make a form ask what was written elsewhere; whether anything changed. Raises Stale, and what `replace` raises.

    Where a key stands for a question of another type here, the new question has a key of its own.
    """
    _refuse_stale(to, expected_version)
    return replace(to, _with_free_keys(wanted, queries.of_owner(to)), by=by)


class Losses(NamedTuple):
    """What a form would ask no more, and what it would ask in other words."""

    gone: list[AskedQuestion]
    reworded: list[AskedQuestion]


def losses(wanted: Sequence[WrittenQuestion], form: AskedForm) -> Losses:
    """What `begin` would take from a form. Raises BadWording."""
    stay = {each.key: rules.finished(each.wording) for each in _with_free_keys(wanted, form)}
    return Losses(
        [each for each in form.questions if each.key not in stay],
        [each for each in form.questions if each.key in stay and stay[each.key] != each.wording],
    )


def written(form: AskedForm) -> list[WrittenQuestion]:
    """The questions of a form as somebody would write them."""
    return [
        WrittenQuestion(
            key=question.key, wording=question.wording, **{name: getattr(question, name) for name in changes.ATTRIBUTES}
        )
        for question in form.questions
    ]


def _refuse_stale(owner: Owner, expected_version: int | None) -> None:
    # A form that is made by being locked has the version 1; who saw none saw 0.
    if expected_version is not None and max(expected_version, 1) != forms.locked(owner).version:
        raise Stale


def _with_free_keys(wanted: Sequence[WrittenQuestion], form: AskedForm) -> list[WrittenQuestion]:
    there = {question.key: question.wording.type for question in form.everything}
    taken = {*there, *(each.key for each in wanted)}
    names = {}
    for each in wanted:
        kind = there.get(each.key, each.wording.type)
        if each.wording.type != kind and each.wording.type not in types.of(kind).becomes:
            names[each.key] = keys.free(each.key, taken)
            taken.add(names[each.key])
    return [_renamed(each, names) for each in wanted] if names else list(wanted)


def _renamed(question: WrittenQuestion, names: Mapping[str, str]) -> WrittenQuestion:
    wording, condition = question.wording, question.condition
    if condition is not None:
        tests = tuple(
            Test(names.get(test.question, test.question), test.operator, test.values) for test in condition.tests
        )
        wording = dataclasses.replace(wording, show_if=Condition(condition.match, tests))
    return dataclasses.replace(question, key=names.get(question.key, question.key), wording=wording)


def _refuse(wanted: Sequence[WrittenQuestion]) -> None:
    if len(wanted) > rules.MOST_QUESTIONS:
        raise TooManyQuestions(most=rules.MOST_QUESTIONS)
    written_keys = [each.key for each in wanted]
    for each in wanted:
        rules.refuse_key(each.key)
        rules.finished(each.wording)
        if written_keys.count(each.key) > 1:
            raise KeyTaken(key=each.key)
    rules.refuse_faults(wanted)


def _put(form: QuestionForm, wanted: WrittenQuestion, known: AskedQuestion | None, *, by: Actor) -> bool:
    if known is None:
        changes.add(form, wanted, by=by, tell=False)
        return True
    question = _row(known)
    is_back = changes.bring_back(form, question, by=by, tell=False)
    attributes = {name: getattr(wanted, name) for name in changes.ATTRIBUTES}
    return changes.edit(form, question, wanted.wording, attributes, by=by, tell=False) or is_back


def _row(question: AskedQuestion) -> Question:
    return db.session.get_one(Question, question.id)
