"""People who sign in, and the commands that manage them."""

import pytest

from cohorts.accounts import sign_in, users
from cohorts.accounts.errors import AddressTaken, UnknownUser
from cohorts.activity.actors import COMMAND_LINE
from cohorts.cli.users import user as command
from cohorts.core.addresses import InvalidAddress


def make(email="rene@boreal.example", **said):
    return users.create(by=COMMAND_LINE, email=email, **{"name": "René", "is_admin": True, **said})


def test_one_address_is_one_account_however_it_is_written(context):
    make("Rene@Boreal.example")
    with pytest.raises(AddressTaken):
        make("rene@BOREAL.example")


def test_somebody_without_a_name_is_called_by_their_address(context):
    make(name="")
    assert users.with_address("rene@boreal.example").name == "rene"


def test_an_address_that_is_none_is_refused(context):
    with pytest.raises(InvalidAddress):
        make("rene")


def test_who_may_sign_in_no_more_gets_no_link(context):
    make()
    users.end("rene@boreal.example", by=COMMAND_LINE)
    users.end("rene@boreal.example", by=COMMAND_LINE)
    with pytest.raises(UnknownUser):
        sign_in.make_link("rene@boreal.example")


@pytest.fixture
def run(app):
    """Run `cohorts user …`: (exit code, output)."""

    def invoked(*words):
        return app.test_cli_runner().invoke(command, words)

    return invoked


def test_the_command_line_makes_an_organizer_and_prints_a_link(app, run):
    made = run("create", "--email", "rene@boreal.example", "--name", "René Cardinal", "--admin")
    assert made.exit_code == 0
    link = run("link", "rene@boreal.example")
    assert link.output.startswith("http://localhost/organizer/sign-in/")
    assert link.output.count("\n") == 1
    path = link.output.strip().removeprefix("http://localhost")
    assert "Sign in to this browser?" in app.test_client().get(path).text


def test_an_organizer_is_an_administrator(run):
    made = run("create", "--email", "rene@boreal.example")
    assert made.exit_code == 1
    assert "Add --admin" in made.output


def test_the_command_line_ends_an_account(app, run):
    run("create", "--email", "rene@boreal.example", "--admin")
    assert run("end", "rene@boreal.example").exit_code == 0
    with app.app_context():
        assert users.with_address("rene@boreal.example").ended_at is not None


def test_nobody_has_no_link(run):
    result = run("link", "nobody@boreal.example")
    assert isinstance(result.exception, UnknownUser)
    assert str(result.exception) == "Nobody signs in with the address nobody@boreal.example."
