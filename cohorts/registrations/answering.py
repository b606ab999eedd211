"""Changing what a registration says."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import verb
from cohorts.core.errors import Stale
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import answers, proofs, registrations, said
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
    proofs.note(registration, by=by)
    changed = differences(said.of(registration_id), given, asked=asked)
    # Before the version is looked at: what was done already is not refused when it comes again.
    if not changed:
        return False
    if expected_version not in (None, registration.answers_version):
        raise Stale
    answers.drop(registration_id, [each.before for each in changed if each.before])
    answers.store(registration_id, [each.after for each in changed if each.after], form_key=form_key)
    registration.answers_version += 1
    # What is sensitive has a permission of its own, which the trail does not ask for.
    values = {f"answer:{each.key}": _cells(each) for each in changed}
    _record("answer", registration, by, values)
    return True


def differences(before: Sequence[Said], after: Sequence[Given], *, asked: Collection[int]) -> list[Difference]:
    """What answers of these questions would become others, come or go."""
    old = {each.question_id: each for each in before if each.question_id in asked}
    new = {each.question.id: each for each in after if each.question.id in asked}
    ids = [*old, *(question_id for question_id in new if question_id not in old)]
    return [
        Difference((new[i].question if i in new else old[i]).key, i, old.get(i), new.get(i))
        for i in ids
        if _meant(old.get(i)) != _meant(new.get(i))
    ]


def _meant(answer: Said | Given | None) -> tuple[frozenset[Value], int]:
    if answer is None:
        return frozenset(), 0
    kind = answer.wording.type if isinstance(answer, Said) else answer.question.wording.type
    # Who agrees to a new wording of a consent says something new.
    return frozenset(answer.values), answer.version_id if kind == "consent" else 0


def _cells(change: Difference) -> tuple[str | None, str | None]:
    after = said.of_given(change.after) if change.after else None
    if any(each and each.is_sensitive for each in (change.before, after)):
        return None, None
    return change.before.cell("en") if change.before else None, after.cell("en") if after else None


def _record(act: str, registration: Registration, by: Actor, values: dict[str, tuple[Any, Any]]) -> None:
    subject = ("registration", registration.id)
    trail.record(act, by=by, subject=subject, cohort_id=registration.cohort_id, values=values)
