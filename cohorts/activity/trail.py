"""Writing the audit trail: always inside the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from cohorts.activity.actors import Actor
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import clock
from cohorts.core.database import Base, db

Subject = tuple[str, int]
# Name → (before, after).
Values = Mapping[str, tuple[Any, Any]]

# Sent as they are, past the session's unit of work: every verb writes here while others wait for its lock.
_ENTRY = insert(Base.metadata.tables[Activity.__tablename__])
_VALUES = insert(Base.metadata.tables[ActivityValue.__tablename__])


def record(
    act: str,
    *,
    by: Actor,
    subject: Subject,
    cohort_id: int | None = None,
    values: Values | None = None,
    key: str | None = None,
) -> None:
    """Add an entry; `values` are name → (before, after).

    `key` is the form's one-time key, for acts that would add up when repeated.
    """
    entry = {
        "at": clock.now(), "actor_kind": by.kind, "actor_key": by.key, "act": act,
        "subject_type": subject[0], "subject_id": subject[1], "cohort_id": cohort_id, "key": key,
    }  # fmt: skip
    written = db.session.connection().execute(_ENTRY, entry).inserted_primary_key
    if values and written:
        changed = {name: (_plain(old), _plain(new)) for name, (old, new) in values.items()}
        rows = [{"activity_id": written[0], "name": n, "old": old, "new": new} for n, (old, new) in changed.items()]
        db.session.connection().execute(_VALUES, rows)


def done(key: str | None) -> Activity | None:
    """The entry of an act that was done under this one-time key already; ask under the lock."""
    return db.session.scalar(select(Activity).where(Activity.key == key)) if key else None


def differences(row: Any, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Which of these attributes would change, name → (before, after)."""
    return {name: (getattr(row, name), value) for name, value in new.items() if getattr(row, name) != value}


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
