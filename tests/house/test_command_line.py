"""The `cohorts` command: every command is there, and what is wrong is said in one line."""

import pytest
from click.testing import CliRunner, Result

from cohorts.cli import COMMANDS, group


def run(*arguments: str, **environment: str) -> Result:
    # The tests' own settings of the machine must not leak in.
    clean = dict.fromkeys(("COHORTS_SECRET_KEY", "COHORTS_ENVIRONMENT"))
    return CliRunner().invoke(group, arguments, env={**clean, **environment}, prog_name="cohorts")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_table_explains_itself(command: str) -> None:
    said = run(command, "--help")
    assert said.exit_code == 0, said.output
    assert said.output.startswith(f"Usage: cohorts {command}")


def test_help_needs_no_working_settings() -> None:
    said = run("--help", COHORTS_ENVIRONMENT="nonsense")
    assert said.exit_code == 0, said.output
    assert "serve" in said.output


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "COHORTS_SECRET_KEY is not set."),
        ({"COHORTS_SECRET_KEY": "short"}, "COHORTS_SECRET_KEY is weak"),
        ({"COHORTS_ENVIRONMENT": "staging"}, "COHORTS_ENVIRONMENT is 'staging'"),
        ({"COHORTS_MAIL_SERVR": "mail"}, "did you mean 'mail_server'?"),
        ({"COHORTS_MAIL_PORT": "many"}, "mail_port is 'many', and should be a whole number."),
    ],
)
@pytest.mark.parametrize("command", ["serve", "web", "worker", "routes"])
def test_wrong_settings_stop_the_start_with_one_line(command: str, environment: dict[str, str], sentence: str) -> None:
    said = run(command, **environment)
    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
    assert sentence in said.output
    assert said.output.count("\n") == 1


def test_an_unreachable_database_is_said_in_one_line() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:9/none"
    said = run("db", "upgrade", COHORTS_ENVIRONMENT="testing", COHORTS_DATABASE_URL=nowhere)
    assert said.exit_code == 1
    assert said.output.splitlines()[-1].startswith("Error: The database said: ")


def test_an_unknown_command_is_refused() -> None:
    said = run("lod", COHORTS_ENVIRONMENT="testing")
    assert said.exit_code == 2
    assert "No such command 'lod'" in said.output
