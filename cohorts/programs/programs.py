"""Programs: made, changed, published, archived."""

from typing import Any

from sqlalchemy import exists, select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock, markdown
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.programs import institution, sessions
from cohorts.programs.errors import HasPublishedCohorts, SlugTaken, StillRunning
from cohorts.programs.models import Cohort, Program


@verb
def create(*, by: Actor, slug: str, status: str = "draft", key: str | None = None, **new: Any) -> int:
    """Make a program; its id. `new`: title, summary, description, languages, contact. Raises SlugTaken."""
    done = trail.done(key)
    if done:
        return done.subject_id
    institution.ensure(by=by)
    _refuse_taken(slug, None)
    html = markdown.by_language(new["description"])
    program = Program(slug=slug, status=status, description_html=html, created_at=clock.now(), **new)
    add(program)
    trail.record("create", by=by, subject=("program", program.id), key=key)
    return program.id


@verb
def edit(program_id: int, *, by: Actor, expected_version: int | None = None, **new: Any) -> bool:
    """Change a program's words; whether anything changed. Raises SlugTaken, Stale, Missing."""
    program = _locked(program_id)
    if expected_version not in (None, program.version):
        raise Stale
    _refuse_taken(new.get("slug", program.slug), program.id)
    changes = trail.differences(program, new)
    if not changes:
        return False
    for name in changes:
        setattr(program, name, new[name])
    program.description_html = markdown.by_language(program.description)
    program.version += 1
    if {"title", "slug"} & changes.keys():
        sessions.grow(Cohort.program_id == program.id)
    trail.record("edit", by=by, subject=("program", program.id), values=changes)
    return True


@verb
def publish(program_id: int, *, by: Actor) -> None:
    """Let everybody see it."""
    _become("published", "publish", _locked(program_id), by)


@verb
def unpublish(program_id: int, *, by: Actor) -> None:
    """Back to draft; raises HasPublishedCohorts where people could see its cohorts."""
    program = _locked(program_id)
    if _has_cohorts(program, Cohort.status != "draft"):
        raise HasPublishedCohorts
    _become("draft", "unpublish", program, by)


@verb
def archive(program_id: int, *, by: Actor) -> None:
    """List it nowhere any more; raises StillRunning."""
    program = _locked(program_id)
    if _has_cohorts(program, Cohort.status == "published", Cohort.ends_at > clock.now()):
        raise StillRunning
    _become("archived", "archive", program, by)


def _become(status: str, act: str, program: Program, by: Actor) -> None:
    if program.status != status:
        program.status = status
        program.version += 1
        trail.record(act, by=by, subject=("program", program.id))


def _locked(program_id: int) -> Program:
    program = db.session.get(Program, program_id, with_for_update=True, populate_existing=True)
    if program is None:
        raise Missing
    return program


def _refuse_taken(slug: str, own_id: int | None) -> None:
    other = db.session.scalar(select(Program.id).where(Program.slug == slug))
    if other not in (None, own_id):
        raise SlugTaken


def _has_cohorts(program: Program, *conditions: Any) -> bool:
    return bool(db.session.scalar(select(exists().where(Cohort.program_id == program.id, *conditions))))
