"""Forms: made when the first question is, locked by whoever changes them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock
from cohorts.core.database import Base, db, verb
from cohorts.core.errors import Missing, Stale
from cohorts.programs.owners import Owner
from cohorts.questions.models import QuestionForm

_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_TABLE = Base.metadata.tables[QuestionForm.__tablename__]


def locked(owner: Owner) -> QuestionForm:
    """The form of a cohort or a program, made where there is none; nobody else changes it until the commit."""
    column = f"{owner.kind}_id"
    if _of(owner) is None:
        new = {
            column: owner.id,
            "organization": "optional",
            "version": 1,
            "order_version": 1,
            "created_at": clock.now(),
        }
        add = _INSERTS[db.engine.dialect.name](_TABLE).values(new)
        db.session.execute(add.on_conflict_do_nothing(index_elements=[_TABLE.c[column]]))
    form = _of(owner)
    if form is None:
        raise Missing
    return form


def locked_by_id(form_id: int) -> QuestionForm:
    """A form by its number; raises Missing."""
    query = select(QuestionForm).where(QuestionForm.id == form_id).with_for_update()
    form = db.session.scalar(query, execution_options={"populate_existing": True})
    if form is None:
        raise Missing
    return form


def owner_of(form: QuestionForm) -> Owner:
    """Whose form it is."""
    return Owner("cohort", form.cohort_id) if form.cohort_id else Owner("program", form.program_id or 0)


@verb
def edit(
    owner: Owner,
    *,
    by: Actor,
    organization: str,
    after_seat_until: datetime | None,
    expected_version: int | None = None,
) -> bool:
    """Set what is asked beside the questions, and until when; whether anything changed. Raises Stale."""
    form = locked(owner)
    if expected_version not in (None, form.version):
        raise Stale
    changes = trail.differences(form, {"organization": organization, "after_seat_until": after_seat_until})
    for name, (_, new) in changes.items():
        setattr(form, name, new)
    if changes:
        changed(form, "edit_form", by=by, values={f"form_{name}": both for name, both in changes.items()})
    return bool(changes)


def changed(
    form: QuestionForm,
    act: str,
    *,
    by: Actor,
    values: dict[str, tuple[Any, Any]],
    order: bool = False,
    key: str | None = None,
    tell: bool = True,
) -> None:
    """Say that a form has changed: its versions grow, the trail has an entry where it is to tell."""
    form.version += 1
    form.order_version += order
    db.session.flush()
    if not tell:
        return
    owner = owner_of(form)
    trail.record(act, by=by, subject=(owner.kind, owner.id), cohort_id=form.cohort_id, values=values, key=key)


def _of(owner: Owner) -> QuestionForm | None:
    column = QuestionForm.cohort_id if owner.kind == "cohort" else QuestionForm.program_id
    query = select(QuestionForm).where(column == owner.id).with_for_update()
    return db.session.scalar(query, execution_options={"populate_existing": True})
