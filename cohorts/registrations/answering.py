"""Changing what a registration says."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import verb
from cohorts.core.errors import Stale
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import answers, registrations, said
from cohorts.registrations.models import Registration
from cohorts.registrations.said import Said


class Difference(NamedTuple):
    """What a change of answers does to one question."""

    key: str
    question_id: int
    before: Said | None
    after: Given | None


@verb
def change(
    registration_id: int, given: Sequence[Given], *, asked: Collection[int], by: Actor, form_key: str = "",
    expected_version: int | None = None,
) -> bool:  # fmt: skip
    """Answer these questions (`asked`, by id) anew: what is not given any more is dropped. Whether anything changed.

    Raises Stale, NotActive, Missing, Gone.
    """
    registration = registrations.active(registration_id)
    if expected_version not in (None, registration.answers_version):
        raise Stale
    changed = differences(said.of(registration_id), given, asked=asked)
    if not changed:
        return False
    answers.drop(registration_id, [each.before for each in changed if each.before])
    answers.store(registration_id, [each.after for each in changed if each.after], form_key=form_key)
    registration.answers_version += 1
    values = {f"answer:{each.key}": (_cell(each.before), _cell_of(each.after)) for each in changed}
    _record("answer", registration, by, values)
    return True


def differences(before: Sequence[Said], after: Sequence[Given], *, asked: Collection[int]) -> list[Difference]:
    """What answers of these questions would become others, come or go."""
    old = {each.question_id: each for each in before if each.question_id in asked}
    new = {each.question.id: each for each in after}
    ids = [*old, *(question_id for question_id in new if question_id not in old)]
    return [
        Difference((new[i].question if i in new else old[i]).key, i, old.get(i), new.get(i))
        for i in ids
        if _values(old.get(i)) != _values(new.get(i))
    ]


def _values(answer: Said | Given | None) -> frozenset[Value]:
    return frozenset(answer.values) if answer else frozenset()


def _cell(answer: Said | None) -> str | None:
    return answer.cell("en") if answer else None


def _cell_of(given: Given | None) -> str | None:
    return said.of_given(given).cell("en") if given else None


def _record(act: str, registration: Registration, by: Actor, values: dict[str, tuple[Any, Any]]) -> None:
    subject = ("registration", registration.id)
    trail.record(act, by=by, subject=subject, cohort_id=registration.cohort_id, values=values)
