"""Reading the audit trail."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select

from cohorts.activity.models import Activity
from cohorts.activity.trail import Subject
from cohorts.core.database import db


def of(subject: Subject) -> Sequence[Activity]:
    """Everything that happened to one thing, newest first."""
    query = select(Activity).where(Activity.subject_type == subject[0], Activity.subject_id == subject[1])
    return list(db.session.scalars(query.order_by(Activity.id.desc())))


def of_act(act: str, kind: str, ids: Iterable[int]) -> Sequence[Activity]:
    """Each time this was done to one of these things, the oldest first."""
    about = Activity.subject_type == kind, Activity.subject_id.in_(set(ids))
    return list(db.session.scalars(select(Activity).where(Activity.act == act, *about).order_by(Activity.id)))


def latest(cohort_id: int | None = None) -> Select[Activity]:
    """The newest entries, of one cohort or of all, to be paged."""
    query = select(Activity).order_by(Activity.id.desc())
    return query if cohort_id is None else query.where(Activity.cohort_id == cohort_id)
