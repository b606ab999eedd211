"""The form builder: its list, and what is done to questions as a whole."""

import pytest

from cohorts.questions import owners, queries
from tests.factories.forms import a_form, a_pattern, asked_in, written
from tests.factories.programs import a_cohort, a_program
from tests.factories.questions import only_if, options

PAGE = "/organizer/programs/policy/ottawa/form"


@pytest.fixture
def cohort(app, desk):
    """A cohort without a form; its id."""
    with app.app_context():
        return a_cohort(program_id=a_program(slug="policy"), slug="ottawa")


def form_of(app, cohort_id):
    with app.app_context():
        return queries.of_cohort(cohort_id)


def keys(form, stage="registration"):
    return [question.key for question in form.of_stage(stage)]


def add_form(app, cohort_id, *questions):
    with app.app_context():
        return a_form(cohort_id, questions)


def test_a_cohort_without_a_form_shows_what_is_always_asked(desk, cohort):
    text = desk.text(PAGE)
    assert all(word in text for word in ("Full name", "Email address", "Organization", "Privacy notice"))
    assert "No question of your own yet" in text
