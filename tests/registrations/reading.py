"""What verbs leave behind, read back: messages, entries, and that a refusal leaves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from cohorts.activity.models import Activity
from cohorts.core.database import Base, db
from cohorts.core.errors import Refusal
from cohorts.core.limits import Attempts
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort
from cohorts.registrations.models import Registration


def told(registration: Registration) -> list[str]:
    """The kinds of all messages about somebody, oldest first."""
    return [message.kind for message in messages(registration)]


def last(registration: Registration) -> Message:
    """The newest message about somebody."""
    return messages(registration)[-1]


def messages(registration: Registration) -> list[Message]:
    """All messages about somebody, oldest first."""
    about = Message.subject_type == "registration", Message.subject_id == registration.id
    return list(db.session.scalars(select(Message).where(*about).order_by(Message.id)))


def acts(subject: Registration | Cohort) -> list[str]:
    """What was done to somebody, or to a cohort, oldest first."""
    return [entry.act for entry in _entries(subject)]


def said(subject: Registration | Cohort, act: str) -> dict[str, tuple[str | None, str | None]]:
    """What the newest entry of an act keeps, name → (before, after)."""
    entry = [entry for entry in _entries(subject) if entry.act == act][-1]
    return {value.name: (value.old, value.new) for value in entry.values}


def cohort_of(cohort_id: int) -> Cohort:
    """A cohort as the database says now."""
    db.session.expire_all()
    return db.session.get_one(Cohort, cohort_id)


@contextmanager
def expect_refused(error: type[Refusal], sentence: str = "") -> Iterator[None]:
    """What is done inside is refused by this error, with these words, and changes nothing in the database."""
    before = _everything()
    with pytest.raises(error) as caught:
        yield
    assert sentence in str(caught.value)
    assert _everything() == before


def _entries(subject: Registration | Cohort) -> list[Activity]:
    kind = "cohort" if isinstance(subject, Cohort) else "registration"
    query = select(Activity).where(Activity.subject_type == kind, Activity.subject_id == subject.id)
    return list(db.session.scalars(query.order_by(Activity.id)))


def _everything() -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name != Attempts.__tablename__]
    found = {table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
             for table in tables}  # fmt: skip
    db.session.rollback()
    return found
