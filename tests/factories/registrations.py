"""Registrations, made through the verb that applicants use."""

from itertools import count
from typing import Any

from cohorts.activity.actors import applicant
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.programs import institution
from cohorts.programs.models import Seats
from cohorts.registrations import queries, registrations
from cohorts.registrations.models import Registration
from cohorts.registrations.registrations import Outcome, Person

numbers = count(1)


def a_person(**changes: Any) -> Person:
    """Somebody with an address of their own."""
    number = next(numbers)
    said = {"name": f"Ana Roy {number}", "email": f"ana{number}@example.ca", "organization": "", "language": "en"}
    return Person(**{**said, **changes})


def register(cohort_id: int, *, key: str | None = None, **changes: Any) -> Outcome:
    """Register a new person; what the commit decided."""
    owner = institution.current()
    assert owner is not None
    return registrations.register(
        a_person(**changes), by=applicant(), cohort_id=cohort_id,
        privacy_notice_id=owner.privacy_notice_id, one_time_key=key or tokens.one_time(),
    )  # fmt: skip


def a_registration(cohort_id: int, **changes: Any) -> Registration:
    """A registration as its row says."""
    return queries.by_reference(register(cohort_id, **changes).reference)


def read(registration_id: int) -> Registration:
    """A registration as the database says now."""
    db.session.expire_all()
    return db.session.get_one(Registration, registration_id)


def seats_of(cohort_id: int) -> tuple[int, int, int]:
    """(capacity, taken, waiting) as the database says now."""
    db.session.expire_all()
    seats = db.session.get_one(Seats, cohort_id)
    return seats.capacity, seats.taken, seats.waiting
