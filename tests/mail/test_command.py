"""`cohorts mail test ADDRESS`."""

import pytest

from cohorts.cli.mail import mail
from tests.mail.conftest import Moody, point
from tests.servers.smtp import Mailbox


@pytest.fixture
def run(app):
    """Runs the command on an application."""
    return lambda *arguments: app.test_cli_runner().invoke(mail, ["test", *arguments])


def test_it_sends_one_message_and_prints_what_the_server_said(app, serve, run):
    mailbox = Mailbox()
    serve(app, mailbox)
    result = run("ana@example.ca", "--language", "fr")
    assert (result.exit_code, result.output) == (0, "The mail server said: 250 2.0.0 kept\n")
    assert mailbox.mails[0].message["subject"].startswith("Message d’essai")


def test_a_refusal_is_one_line_and_a_failure(app, serve, run):
    serve(app, Moody(to_recipient=["550 5.1.1 no such user"]))
    result = run("ana@example.ca")
    assert (result.exit_code, result.output) == (1, "Error: The mail server does not take it: 550 5.1.1 no such user\n")


def test_nobody_there_is_one_line_and_a_failure(app, run):
    point(app, 1)
    result = run("ana@example.ca")
    assert result.exit_code == 1
    assert result.output.startswith("Error: The mail server does not take it: ") and result.output.count("\n") == 1


def test_without_a_server_it_says_which_setting_is_missing(run):
    result = run("ana@example.ca")
    assert (result.exit_code, result.output) == (1, "Error: No mail server is set. Set COHORTS_MAIL_SERVER.\n")
