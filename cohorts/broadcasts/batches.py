"""Work that any number of workers write to the outbox, in batches: found, taken, and whom the next batch reaches."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from cohorts.core.database import db
from cohorts.registrations.models import Registration

SIZE = 100

Work = TypeVar("Work")


def waits(model: Any, *conditions: ColumnElement[bool]) -> bool:
    """Whether there is any; nothing is locked to find that there is nothing to do."""
    found = db.session.scalar(select(model.id).where(*conditions).limit(1))
    db.session.rollback()
    return found is not None


def taken(model: type[Work], *conditions: ColumnElement[bool]) -> Work | None:
    """The first of it, locked: of several workers each takes another one, or none. Part of a verb."""
    row: Any = model
    query = select(model).where(*conditions).order_by(row.id).limit(1)
    return db.session.scalar(query.with_for_update(of=model, skip_locked=True))


def people(
    cohort_id: int, *conditions: ColumnElement[bool], after: int, size: int
) -> Sequence[Registration]:  # fmt: skip
    """The next of a cohort's people; nobody withdraws between being read and being written to. Part of a verb."""
    query = select(Registration).where(Registration.cohort_id == cohort_id, Registration.id > after, *conditions)
    query = query.order_by(Registration.id).limit(size)
    return list(db.session.scalars(query.with_for_update(read=True, of=Registration)))
