"""Writing a message in all its languages at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from cohorts.activity.actors import Actor
from cohorts.activity.models import Activity
from cohorts.core.database import db, verb
from cohorts.messages import queries, templates, writing
from cohorts.messages.queries import Place
from cohorts.programs.owners import Owner

MOST_EARLIER = 200


class Written(NamedTuple):
    """What was typed in one language, on top of which version; without words it goes back to those above."""

    subject: str
    body: str
    version: int
    is_above: bool = False


class Earlier(NamedTuple):
    """Words that stood here once, until when."""

    id: int
    at: datetime
    language: str
    subject: str
    body: str


@verb
def write(
    owner: Owner, kind: str, words: Mapping[str, Written], *, by: Actor, answers: Collection[str] = frozenset()
) -> bool:
    """Save the words of each language, or none; whether anything changed. Raises BadWords, Stale, Missing."""
    changed = [_write(owner, kind, language, each, by, answers) for language, each in words.items()]
    return any(changed)


@verb
def replace(
    owner: Owner, words: Mapping[Place, tuple[str, str]], *, by: Actor, answers: Collection[str] = frozenset()
) -> bool:
    """Let an owner have these words, by kind and language, and no others; whether anything changed. Raises BadWords.

    What says the same as the words above is none of one's own.
    """
    above, present = queries.above(owner), queries.own(owner)
    same = {place for place, typed in words.items() if writing.source(*typed) == writing.source(*above[place][:2])}
    changed = [templates.restore(owner, *place, by=by) for place in present if place not in words or place in same]
    changed += [
        templates.save(owner, *place, subject=typed[0], body=typed[1], by=by, answers=answers)
        for place, typed in words.items()
        if place not in same
    ]
    return any(changed)


def earlier(owner: Owner, kind: str) -> Sequence[Earlier]:
    """The words that an owner had for this kind and has no more, the latest first."""
    acts = Activity.act.in_(("edit_template", "restore_template"))
    query = select(Activity).where(acts, Activity.subject_type == owner.kind, Activity.subject_id == owner.id)
    found = db.session.scalars(query.order_by(Activity.id.desc()).limit(MOST_EARLIER))
    return [each for entry in found if (each := _earlier(entry, kind))]


def _write(owner: Owner, kind: str, language: str, words: Written, by: Actor, answers: Collection[str]) -> bool:
    if words.is_above:
        return templates.restore(owner, kind, language, by=by, expected_version=words.version)
    return templates.save(
        owner, kind, language, subject=words.subject, body=words.body, by=by, expected_version=words.version,
        answers=answers,
    )  # fmt: skip


def _earlier(entry: Activity, kind: str) -> Earlier | None:
    said = {value.name: value for value in entry.values}
    if not {"message", "language", "words"} <= said.keys() or said["message"].new != kind or not said["words"].old:
        return None
    return Earlier(entry.id, entry.at, said["language"].new or "", *writing.parts(said["words"].old))
