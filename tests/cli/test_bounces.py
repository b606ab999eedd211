"""`cohorts bounce`."""

import pytest

from cohorts.cli.bounces import bounce
from cohorts.core.database import db
from cohorts.mail import queries
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.mail.test_bounces import report


@pytest.fixture
def run(app):
    """Runs the command on a report."""
    return lambda content: app.test_cli_runner().invoke(bounce, input=content)


@pytest.fixture
def message_id(app) -> str:
    """Of the confirmation of ana@example.ca."""
    with app.app_context():
        an_institution()
        registration = a_registration(a_cohort(capacity=1), email="ana@example.ca")
        message = queries.about(("registration", registration.id))[0]
        message.state = "accepted"
        db.session.commit()
        return message.message_id


def failures(app) -> list[str | None]:
    with app.app_context():
        return [row.address_failure for row in db.session.query(Registration)]


def test_the_registration_is_marked_and_one_line_is_printed(app, run, message_id):
    result = run(report(message_id))
    assert (result.exit_code, result.output) == (0, "Came back: the message to ana@example.ca.\n")
    assert failures(app) == ["550 5.1.1 <ana@example.ca>: nobody here"]


@pytest.mark.parametrize("content", [b"", b"Subject: I am away\n\nBack on Monday.", report("<a@example.org>")])
def test_anything_else_is_one_line_and_no_failure(content, app, run, message_id):
    result = run(content)
    assert result.exit_code == 0
    assert result.output.startswith("Nothing done. ") and result.output.count("\n") == 1
    assert failures(app) == [None]
