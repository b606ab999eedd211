"""Writing the words of messages, and going back to those above: a program's, or the default ones."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.core.languages import LANGUAGES
from cohorts.messages import kinds, writing
from cohorts.messages.models import MessageTemplate
from cohorts.programs.models import Cohort, Program
from cohorts.programs.owners import Owner


@verb
def save(
    owner: Owner, kind: str, language: str, *, subject: str, body: str, by: Actor, expected_version: int | None = None,
    answers: Collection[str] = frozenset(),
) -> bool:  # fmt: skip
    """Write the words of this kind in this language; whether they are others than before.

    `expected_version` is 0 where there were none. Queued messages stay as they are. Raises BadWords, Stale, Missing.
    """
    _refuse_unknown(kind, language)
    compiled = writing.compiled(subject, body, language=language, kind=kind, answers=answers)
    place, row = _locked(owner), _row(owner, kind, language)
    _refuse_stale(row, expected_version)
    source = writing.source(subject, body)
    if row is not None and row.source == source:
        return False
    place.templates_version += 1
    if row is None:
        row = MessageTemplate(kind=kind, language=language, **{f"{owner.kind}_id": owner.id})
        db.session.add(row)
    before: str | None = row.source
    # Its version is that of its owner's words: one that was seen before never comes again.
    row.source, row.compiled, row.version, row.changed_at = source, compiled, place.templates_version, clock.now()
    _record("edit_template", owner, kind, language, by, words=(before, source))
    return True


@verb
def restore(owner: Owner, kind: str, language: str, *, by: Actor, expected_version: int | None = None) -> bool:
    """Back to the words above; whether there were any. Done twice is done once. Raises Stale, Missing."""
    _refuse_unknown(kind, language)
    place, row = _locked(owner), _row(owner, kind, language)
    if row is None:
        return False
    _refuse_stale(row, expected_version)
    db.session.delete(row)
    place.templates_version += 1
    _record("restore_template", owner, kind, language, by, words=(row.source, None))
    return True


def _refuse_unknown(kind: str, language: str) -> None:
    if kind not in kinds.KINDS or language not in LANGUAGES:
        raise Missing


def _refuse_stale(row: MessageTemplate | None, expected_version: int | None) -> None:
    if expected_version not in (None, row.version if row else 0):
        raise Stale


def _locked(owner: Owner) -> Cohort | Program:
    model: Any = Cohort if owner.kind == "cohort" else Program
    # Not against who registers: their rows only refer to its key.
    query = select(model).where(model.id == owner.id).with_for_update(key_share=True, of=model)
    found: Cohort | Program | None = db.session.scalar(query, execution_options={"populate_existing": True})
    if found is None:
        raise Missing
    return found


def _row(owner: Owner, kind: str, language: str) -> MessageTemplate | None:
    column = MessageTemplate.cohort_id if owner.kind == "cohort" else MessageTemplate.program_id
    query = select(MessageTemplate).where(
        column == owner.id, MessageTemplate.kind == kind, MessageTemplate.language == language
    )
    return db.session.scalar(query, execution_options={"populate_existing": True})


def _record(act: str, owner: Owner, kind: str, language: str, by: Actor, *, words: tuple[Any, Any]) -> None:
    # What stood there before can be found again.
    cohort_id = owner.id if owner.kind == "cohort" else None
    values = {"message": (None, kind), "language": (None, language), "words": words}
    trail.record(act, by=by, subject=(owner.kind, owner.id), cohort_id=cohort_id, values=values)
