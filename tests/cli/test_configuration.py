"""`cohorts config`."""

import re

from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cohorts.cli import group
from cohorts.cli.configuration import without_password

PASSWORD = "hunter2-hunter2"


def run(**environment: str) -> Result:
    # The tests' own settings of the machine must not leak in.
    clean = dict.fromkeys(("COHORTS_SECRET_KEY", "COHORTS_ENVIRONMENT", "COHORTS_DATABASE_URL", "COHORTS_INSTANCE"))
    return CliRunner().invoke(group, ["config"], env={**clean, **environment}, prog_name="cohorts")


def rows(**environment: str) -> dict[str, list[str]]:
    result = run(**environment)
    assert (result.exit_code, result.stderr) == (0, "")
    return {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines()}


def test_each_setting_is_shown_with_where_it_comes_from():
    found = rows(COHORTS_ENVIRONMENT="testing", COHORTS_MAIL_SERVER="smtp.example.org", COHORTS_MAIL_USE_TLS="no")
    assert found["environment"] == ["testing", "COHORTS_ENVIRONMENT"]
    assert found["mail_server"] == ["smtp.example.org", "COHORTS_MAIL_SERVER"]
    assert found["mail_use_tls"] == ["false", "COHORTS_MAIL_USE_TLS"]
    assert found["mail_port"] == ["587", "config/default.toml"]
    assert found["mail_username"] == ["(empty)", "config/default.toml"]


def test_the_columns_are_aligned():
    lines = run(COHORTS_ENVIRONMENT="testing", COHORTS_MAIL_SERVER="smtp.example.org").stdout.splitlines()
    starts = [tuple(word.start() for word in re.finditer(r"\S+", line)) for line in lines]
    assert starts == [starts[0]] * len(lines)


def test_secrets_are_masked():
    result = run(COHORTS_SECRET_KEY=PASSWORD * 4, COHORTS_MAIL_PASSWORD=PASSWORD, COHORTS_ENVIRONMENT="testing")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert result.output.count("********") == 2


def test_a_secret_that_is_not_set_is_seen_to_be_missing():
    assert rows()["secret_key"] == ["(empty)", "config/default.toml"]


def test_without_an_address_the_database_is_the_file_in_the_instance_folder():
    assert rows(COHORTS_INSTANCE="/srv/cohorts")["database_url"][0] == "sqlite:////srv/cohorts/cohorts.sqlite3"


def test_a_wrong_setting_is_one_line_and_a_failure():
    result = run(COHORTS_MAIL_SERVR="smtp.example.org")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: COHORTS_MAIL_SERVR: unknown setting 'mail_servr'; did you mean 'mail_server'?\n"


@given(st.text(min_size=1, max_size=12).map(lambda typed: f"s3cret{typed}s3cret"))
def test_no_password_of_the_database_is_shown_whatever_it_is_made_of(password):
    shown = without_password(f"postgresql://ana:{password}@db1,db2:5432/cohorts?sslmode=require")
    assert shown == "postgresql://ana:********@db1,db2:5432/cohorts?sslmode=require"


def test_a_password_among_the_options_is_masked_too():
    shown = without_password(f"postgresql:///cohorts?user=ana&password={PASSWORD}&sslpassword={PASSWORD}&port=1")
    assert shown == "postgresql:///cohorts?user=ana&password=********&sslpassword=********&port=1"


def test_an_address_without_a_password_stays_as_it_is():
    assert without_password("postgresql://ana@db:5432/cohorts") == "postgresql://ana@db:5432/cohorts"
    assert without_password("sqlite:////srv/cohorts.sqlite3") == "sqlite:////srv/cohorts.sqlite3"
