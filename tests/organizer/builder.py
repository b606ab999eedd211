"""What the tests of the form builder do again and again."""

from cohorts.questions import queries
from tests.factories.forms import a_form, asked_in

PAGE = "/organizer/programs/policy/ottawa/form"


def make(app, cohort_id, *questions):
    """Let the cohort ask these."""
    with app.app_context():
        return a_form(cohort_id, questions)


def asked(app, cohort_id, key):
    """The question of this key as the database says now."""
    with app.app_context():
        return asked_in(queries.of_cohort(cohort_id), key)


def keys(app, cohort_id, stage="registration"):
    """The keys of what is asked, in order."""
    with app.app_context():
        return [question.key for question in queries.of_cohort(cohort_id).of_stage(stage)]


def act_on(app, desk, cohort_id, key, act, **values):
    """Press a button of a question in the list."""
    fields = desk.fields(PAGE, f"{PAGE}/order")
    return desk.client.post(f"/organizer/questions/{asked(app, cohort_id, key).id}/{act}", data={**fields, **values})
