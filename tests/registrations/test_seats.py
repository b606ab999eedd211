"""The cohort's lock."""

import pytest

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import verb
from cohorts.registrations import cohorts
from cohorts.registrations.queries import cohort_of
from tests.factories.programs import a_cohort, details, two_days

pytestmark = pytest.mark.usefixtures("institution")


def test_verbs_that_join_one_transaction_keep_each_others_changes():
    cohort_id = a_cohort(status="draft")
    sessions, words = two_days(), details(slug="north", title={"en": "North"})

    @verb
    def renamed_published_and_cancelled() -> None:
        cohorts.edit(cohort_id, by=COMMAND_LINE, details=words, sessions=sessions, capacity=9)
        cohorts.publish(cohort_id, by=COMMAND_LINE)
        cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Snow")

    renamed_published_and_cancelled()
    cohort = cohort_of(cohort_id)
    assert (cohort.slug, cohort.status, cohort.cancellation_reason) == ("north", "cancelled", "Snow")
