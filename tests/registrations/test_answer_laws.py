"""The laws of answers find what breaks them, and name where."""

import pytest
from sqlalchemy import text

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.registrations import laws, transfers, withdrawals
from tests.factories.answers import answered
from tests.factories.files import an_upload
from tests.factories.forms import a_form, asked_in, written
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def ana():
    """Somebody who answered with a file and a consent, beside another cohort that asks too."""
    cohort_id = a_cohort()
    form = a_form(cohort_id, [written("why"), written("cv", "file"), written("photos", "consent")])
    cv = an_upload(cohort_id, asked_in(form, "cv").id, form_key="form")
    made = answered(cohort_id, {"why": "To learn", "cv": cv, "photos": "y"}, key="form")
    a_registration(cohort_id)
    a_form(a_cohort(), [written("else")])
    return made


def found():
    return list(laws.breaches())


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE answers SET question_id = 4 WHERE question_id = 1",
            "it answers else, which its cohort does not ask in these words.",
        ),
        (
            "UPDATE answers SET version_id = 2 WHERE question_id = 1",
            "it answers why, which its cohort does not ask in these words.",
        ),
        ("UPDATE uploads SET registration_id = 2", "its answer to cv is a file that is not its own."),
        ("UPDATE uploads SET registration_id = NULL", "its answer to cv is a file that is not its own."),
        ("UPDATE uploads SET finished_at = NULL", "its answer to cv is a file that is not its own."),
        ("DELETE FROM answers WHERE question_id = 2", "file 1 is kept for it, and is no answer."),
        (
            "UPDATE agreements SET withdrawn_at = agreed_at",
            "it consents to photos, and when that was agreed to is not known.",
        ),
        ("DELETE FROM agreements", "it consents to photos, and when that was agreed to is not known."),
    ],
)
def test_each_breach_is_named(ana, statement, sentence):
    reference = ana.reference
    assert found() == []
    db.session.execute(text(statement))
    db.session.commit()
    assert f"{reference}: {sentence}" in found()


def test_what_was_given_up_or_taken_over_breaks_none(ana):
    transfers.propose(ana.id, by=COMMAND_LINE, name="Bo", email="bo@example.ca", language="en")
    assert found() == []
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
    assert found() == []
