"""What all answers say together, on both databases."""

import pytest

from cohorts.activity.actors import applicant
from cohorts.core.database import db
from cohorts.programs import institution
from cohorts.questions import queries
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.registrations import registrations, states, summaries, withdrawals
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.questions import options
from tests.factories.registrations import a_person

pytestmark = pytest.mark.usefixtures("institution", "context")


@pytest.fixture
def cohort() -> int:
    """A cohort that asks for a sector, and for years."""
    cohort_id = a_cohort(capacity=50)
    a_form(cohort_id, [written("sector", "choice", options=options("Public", "Private")), written("years", "number")])
    return cohort_id


def register(cohort_id: int, **said: Value) -> int:
    """Register somebody who gives these answers; the number of the registration."""
    owner, asked = (
        institution.current(),
        {question.key: question for question in queries.of_cohort(cohort_id).questions},
    )
    assert owner is not None
    given = [Given(asked[key], asked[key].version_id, (value,)) for key, value in said.items()]
    outcome = registrations.register(
        a_person(), by=applicant(), cohort_id=cohort_id, privacy_notice_id=owner.privacy_notice_id,
        one_time_key=f"key{len(said)}{said}{summaries.people(cohort_id, states.STATES)}", given=given,
    )  # fmt: skip
    return db.session.execute(
        db.select(registrations.Registration.id).filter_by(reference=outcome.reference)
    ).scalar_one()


def question(cohort_id: int, key: str) -> int:
    return next(each.id for each in queries.of_cohort(cohort_id).questions if each.key == key)


def test_choices_are_counted_for_those_whose_states_are_asked_for(cohort):
    for choice in ("public", "public", "private"):
        register(cohort, sector=Value(choice))
    gone = register(cohort, sector=Value("private"))
    withdrawals.withdraw(gone, by=applicant())
    sector = question(cohort, "sector")
    assert summaries.counts(sector, cohort, states.ACTIVE) == {"public": 2, "private": 1}
    assert summaries.counts(sector, cohort, states.STATES) == {"public": 2, "private": 2}


def test_how_many_answered_is_told_for_each_question(cohort):
    register(cohort, sector=Value("public"))
    register(cohort, sector=Value("public"), years=Value(number=3))
    register(cohort)
    assert summaries.people(cohort, states.ACTIVE) == 3
    assert summaries.answered(cohort, states.ACTIVE) == {question(cohort, "sector"): 2, question(cohort, "years"): 1}


@pytest.mark.parametrize(
    ("numbers", "mean", "median"), [((3,), 3, 3), ((1, 2, 9), 4, 2), ((1, 2, 4, 9), 4, 3), ((-5, 5), 0, 0)]
)
def test_numbers_spread_from_the_smallest_to_the_largest(cohort, numbers, mean, median):
    for number in numbers:
        register(cohort, years=Value(number=number))
    found = summaries.spread(question(cohort, "years"), cohort, states.ACTIVE)
    assert found is not None
    assert (found.people, found.least, found.most) == (len(numbers), min(numbers), max(numbers))
    assert (found.mean, found.median) == (mean, median)
    assert sum(each.people for each in found.bins) == len(numbers)
    assert found.bins[0].start <= min(numbers) and max(numbers) < found.bins[-1].end


@pytest.mark.parametrize(
    ("numbers", "bins"),
    [
        (range(17), [*((n, n + 2, 2) for n in range(0, 16, 2)), (16, 18, 1)]),
        ((3, 4, 4, 6), [(3, 4, 1), (4, 5, 2), (5, 6, 0), (6, 7, 1)]),
        ((0.25, 0.5), [(0.25, 0.3, 1), (0.3, 0.35, 0), (0.35, 0.4, 0), (0.4, 0.45, 0), (0.45, 0.5, 0), (0.5, 0.55, 1)]),
    ],
    ids=["by twos", "whole numbers one by one", "hundredths"],
)
def test_bins_are_as_wide_as_people_count(cohort, numbers, bins):
    for number in numbers:
        register(cohort, years=Value(number=number))
    found = summaries.spread(question(cohort, "years"), cohort, states.ACTIVE)
    assert found is not None
    assert [(round(each.start, 9), round(each.end, 9), each.people) for each in found.bins] == bins


def test_numbers_that_nobody_gave_do_not_spread(cohort):
    assert summaries.spread(question(cohort, "years"), cohort, states.ACTIVE) is None
