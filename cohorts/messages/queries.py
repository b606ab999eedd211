"""Which words are in force: a cohort's own, else its program's, else the default ones."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import bindparam, or_, select

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.languages import LANGUAGES
from cohorts.mail import templates
from cohorts.mail.templates import Template
from cohorts.messages import kinds, writing
from cohorts.messages.models import MessageTemplate
from cohorts.programs import owners
from cohorts.programs.models import Cohort
from cohorts.programs.owners import Owner

MOST_KEPT = 256
Place = tuple[str, str]

_OF_BOTH = select(
    MessageTemplate.cohort_id, MessageTemplate.kind, MessageTemplate.language, MessageTemplate.compiled
).where(or_(MessageTemplate.cohort_id == bindparam("cohort"), MessageTemplate.program_id == bindparam("program")))


class Words(NamedTuple):
    """The words of one kind in one language; `owner` is who wrote them, None for the default ones."""

    subject: str
    body: str
    owner: Owner | None
    version: int


def template(cohort: Cohort, kind: str, language: str) -> Template | None:
    """What is sent in place of the default; None where nobody wrote anything.

    Read once for each version of the words of cohort and program. Words that are saved in a transaction are not to be
    sent in it: what may yet be undone would be kept.
    """
    versions = cohort.templates_version, cohort.program.templates_version
    if versions == (0, 0):
        return None
    return _kept(cohort, versions).get((kind, language))


def own(owner: Owner) -> dict[Place, MessageTemplate]:
    """What an owner wrote, by kind and language."""
    column = MessageTemplate.cohort_id if owner.kind == "cohort" else MessageTemplate.program_id
    rows = db.session.scalars(select(MessageTemplate).where(column == owner.id).order_by(MessageTemplate.id))
    return {(row.kind, row.language): row for row in rows}


def default(kind: str, language: str) -> tuple[str, str]:
    """Subject and body that come with the program; raises Missing."""
    if kind not in kinds.KINDS or language not in LANGUAGES:
        raise Missing
    return writing.parts(templates.source(kind, language))


def in_force(owner: Owner) -> dict[Place, Words]:
    """The words of every kind and language; of a cohort: its own, those of its program, or the default ones."""
    found = above(owner)
    theirs = {
        place: Words(*writing.parts(row.source), owner, row.version) for place, row in own(owner).items()
        if place in found
    }  # fmt: skip
    return {**found, **theirs}


def above(owner: Owner) -> dict[Place, Words]:
    """The words that hold where an owner has none: those of a cohort’s program, or the default ones."""
    if owner.kind == "cohort":
        return in_force(owners.program(db.session.get_one(Cohort, owner.id).program_id))
    places = [(kind, language) for kind in kinds.KINDS for language in LANGUAGES]
    return {place: Words(*default(*place), None, 0) for place in places}


def _kept(cohort: Cohort, versions: tuple[int, int]) -> Mapping[Place, Template]:
    kept: dict[Any, Mapping[Place, Template]] = current_app.extensions.setdefault("cohorts.templates", {})
    place = (cohort.id, *versions)
    if place not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[place] = _read(cohort)
    return kept[place]


def _read(cohort: Cohort) -> dict[Place, Template]:
    rows = db.session.execute(_OF_BOTH, {"cohort": cohort.id, "program": cohort.program_id}).all()
    # The cohort's own come last: they stand in place of the program's.
    ordered = sorted(rows, key=lambda row: row.cohort_id is not None)
    chosen = {(row.kind, row.language): row.compiled for row in ordered}
    return {place: Template.from_json(compiled) for place, compiled in chosen.items()}
