"""Writing the audit trail: always inside the transaction of the change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from cohorts.activity.actors import Actor
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import clock
from cohorts.core.database import db

Subject = tuple[str, int]


def record(
    act: str,
    *,
    by: Actor,
    subject: Subject,
    cohort_id: int | None = None,
    values: Mapping[str, tuple[Any, Any]] | None = None,
    key: str | None = None,
) -> None:
    """Add an entry; `values` are name → (before, after).

    `key` is the form's one-time key, for acts that would add up when repeated.
    """
    entry = Activity(
        at=clock.now(), actor_kind=by.kind, actor_key=by.key, act=act,
        subject_type=subject[0], subject_id=subject[1], cohort_id=cohort_id, key=key,
        values=[
            ActivityValue(name=name, old=_plain(old), new=_plain(new)) for name, (old, new) in (values or {}).items()
        ],
    )  # fmt: skip
    db.session.add(entry)


def done(key: str | None) -> Activity | None:
    """The entry of an act that was done under this one-time key already; ask under the lock."""
    return db.session.scalar(select(Activity).where(Activity.key == key)) if key else None


def differences(row: Any, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Which of these attributes would change, name → (before, after)."""
    return {name: (getattr(row, name), value) for name, value in new.items() if getattr(row, name) != value}


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
