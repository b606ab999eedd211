"""Settings: where they come from, and which are refused."""

import pytest

from cohorts import settings

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-ABC"


def load(**variables):
    return settings.load({f"COHORTS_{name}": value for name, value in variables.items()})


def test_a_variable_overrides_the_file():
    assert load(SECRET_KEY=SECRET, MAIL_PORT="2525").mail_port == 2525
    assert settings.origins({"COHORTS_MAIL_PORT": "2525"})["mail_port"].source == "COHORTS_MAIL_PORT"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "COHORTS_SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "weak"),
        ({"SECRET_KEY": "a" * 64}, "weak"),
        ({"SECRET_KEY": f"{SECRET} short"}, "weak"),
        ({"SECRET_KEY": SECRET, "MAIL_SEVER": "x"}, "did you mean 'mail_server'"),
        ({"SECRET_KEY": SECRET, "MAIL_PORT": "many"}, "a whole number"),
        ({"SECRET_KEY": SECRET, "MAIL_USE_TLS": "perhaps"}, "true or false"),
        ({"SECRET_KEY": SECRET, "BASE_URL": "register.example"}, "write it like https://"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "mysql://db/cohorts"}, "postgresql:// or sqlite:///"),
        ({"SECRET_KEY": SECRET, "MAIL_SENDER": "a@b.example\nBcc: x@y.example"}, "should be an address"),
        ({"SECRET_KEY": SECRET, "MAX_BODY": "-1"}, "should be from 10000"),
        ({"SECRET_KEY": SECRET, "MAX_UPLOAD": "0"}, "should be from 10000"),
        ({"SECRET_KEY": SECRET, "CLAMD": "localhost"}, "host:port or the path of a socket"),
        ({"SECRET_KEY": SECRET, "MAIL_PORT": "99999"}, "should be from 1 to 65535"),
        ({"ENVIRONMENT": "prod"}, "production, development, testing"),
    ],
)
def test_what_cannot_be_right_stops_the_start_with_a_clear_line(variables, said):
    with pytest.raises(settings.BadSettings, match=said):
        load(**variables)


def test_several_keys_are_kept_newest_first():
    assert load(SECRET_KEY=f"{SECRET}2 {SECRET}1").secret_keys == [f"{SECRET}2", f"{SECRET}1"]


@pytest.mark.parametrize(
    ("address", "spoken"),
    [
        ("postgres://u:p@db/cohorts", "postgresql+psycopg://u:p@db/cohorts"),
        ("postgresql://db/cohorts", "postgresql+psycopg://db/cohorts"),
        ("sqlite:////srv/cohorts.sqlite3", "sqlite:////srv/cohorts.sqlite3"),
    ],
)
def test_the_database_is_named_as_people_name_it(address, spoken):
    assert load(SECRET_KEY=SECRET, DATABASE_URL=address).database == spoken


def test_cookies_follow_the_scheme_of_the_base_url():
    assert load(SECRET_KEY=SECRET, BASE_URL="https://register.example").https
    assert not load(SECRET_KEY=SECRET, BASE_URL="http://127.0.0.1:8000").https
