"""The proof's own eyes: a trail or a log that tells something else than the rows is seen."""

import pytest
from sqlalchemy import delete, select, update

from cohorts.activity.actors import applicant
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core.database import db
from cohorts.registrations import withdrawals
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.proof import crowd, trail
from tests.proof.test_processes import broken_words


@pytest.fixture
def line(context) -> tuple[int, list[int]]:
    """A cohort with one seat: its holder left, the first of three who waited has it."""
    an_institution()
    cohort_id = a_cohort(capacity=1)
    people = [a_registration(cohort_id).id for _ in range(4)]
    withdrawals.withdraw(people[0], by=applicant(people[0]))
    assert list(trail.contradictions({cohort_id: 1})) == []
    return cohort_id, people


def test_a_seat_too_many_is_seen(line):
    cohort_id, _people = line
    assert "1 taken, 0 held back, of 0" in next(trail.contradictions({cohort_id: 0}))


def test_who_was_overtaken_is_seen(line):
    cohort_id, (_left, first, second, _third) = line
    db.session.execute(update(Activity).where(Activity.act == "promote").values(subject_id=second))
    assert f"served before the first in line, [{first}]" in " ".join(trail.contradictions({cohort_id: 1}))


def test_a_state_without_its_entry_is_seen(line):
    cohort_id, (*_others, third) = line
    db.session.execute(update(Registration).where(Registration.id == third).values(state="withdrawn", place=None))
    assert f"registration {third} is withdrawn" in " ".join(trail.contradictions({cohort_id: 1}))


def test_a_yes_without_its_entry_and_a_no_with_one_are_seen(line):
    _cohort, people = line
    said = {"act": people[0], "asked": "withdraw", "subject": people[0]}
    assert list(broken_words({people[0]: {**said, "told": crowd.YES}})) == []
    assert "was refused" in next(broken_words({people[0]: {**said, "told": crowd.NO}}))
    entry = db.session.scalar(select(Activity.id).where(Activity.act == "withdraw"))
    db.session.execute(delete(ActivityValue).where(ActivityValue.activity_id == entry))
    db.session.execute(delete(Activity).where(Activity.id == entry))
    assert "was done" in next(broken_words({people[0]: {**said, "told": crowd.YES}}))
