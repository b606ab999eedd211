"""`cohorts doctor`."""

import pytest
from sqlalchemy import inspect, text

from cohorts.cli import checking
from cohorts.cli.checking import doctor
from cohorts.core import engine, schema
from cohorts.core.database import db
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import register

LAWFUL = "All laws hold."


@pytest.fixture
def cohort(app):
    """ai/ottawa, where one person has a seat and one waits."""
    with app.app_context():
        an_institution()
        made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=1)
        register(made)
        register(made)
        return made


@pytest.fixture
def run(app):
    """Runs the command on the test's application."""
    return lambda: app.test_cli_runner().invoke(doctor)


@pytest.fixture
def sql(app):
    """Changes the database by hand."""

    def execute(statement: str) -> None:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text(statement))

    return execute


def everything(app) -> dict[str, list[tuple[object, ...]]]:
    with app.app_context(), db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {
            table: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {table}"))), key=repr) for table in tables
        }


def test_where_all_laws_hold_it_says_so(run, cohort):
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == LAWFUL


def test_an_empty_database_is_lawful(run):
    result = run()
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, LAWFUL)


def test_each_breach_is_one_line_and_a_failure(run, cohort, sql):
    sql("UPDATE seats SET taken = 0, waiting = 3")
    result = run()
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-2:] == [
        "ai/ottawa: counted as taken: 0; registrations that hold a seat: 1.",
        "ai/ottawa: counted as waiting: 3; registrations in the line: 1.",
    ]
    assert LAWFUL not in result.stdout


def test_it_changes_nothing_and_sends_nothing(app, run, cohort, sql, smtp):
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=smtp.port)
    sql("UPDATE seats SET capacity = 2")
    before = everything(app)
    assert run().exit_code == 1
    assert everything(app) == before
    assert smtp.handler.mails == []


def test_missing_migrations_are_one_line_and_a_failure(run, sql):
    sql("UPDATE alembic_version SET version_num = '0000'")
    result = run()
    sql(f"UPDATE alembic_version SET version_num = '{schema.newest()}'")
    assert result.exit_code == 1
    assert result.stderr == "Error: The database’s schema is not the one of this release. Run `cohorts db upgrade`.\n"


def test_it_says_which_database_is_in_use(app, run):
    first = run().stdout.splitlines()[0]
    with app.app_context():
        kind = "SQLite" if db.engine.dialect.name == "sqlite" else "PostgreSQL"
    assert first.startswith(f"Database: {kind} ")


@pytest.mark.parametrize(
    ("version", "journal", "sentence"),
    [
        ((3, 40, 1), "delete", "SQLite 3.40.1 with the rollback journal (delete): this version lacks the fix"),
        ((3, 51, 3), "wal", "SQLite 3.51.3 with the write-ahead log: this version has the fix"),
    ],
)
def test_it_says_which_journal_is_in_use_and_why(version, journal, sentence):
    said = checking.sqlite_in_words(version, journal)
    assert said == f"{sentence} of the WAL-reset race (3.44.6, 3.50.7, 3.51.3 and later)."


def test_the_journal_in_use_is_the_one_that_is_safe(app, run):
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert (engine.journal(db.engine) == "wal") == engine.wal_is_safe()
        assert ("write-ahead" in run().stdout) == (db.engine.dialect.name == "sqlite" and engine.wal_is_safe())


def test_it_says_that_no_mail_server_is_set(run, cohort):
    lines = run().stdout.splitlines()
    assert "Mail: no server is set, so messages wait in the outbox. Set COHORTS_MAIL_SERVER." in lines


def test_it_names_the_mail_server_and_what_is_held_or_failed(app, run, cohort, sql):
    app.config["MAIL_SERVER"] = "smtp.example.org"
    sql("UPDATE messages SET state = 'held' WHERE subject_id = 1")
    sql("UPDATE messages SET state = 'failed' WHERE subject_id = 2")
    lines = run().stdout.splitlines()
    assert "Mail: handed to smtp.example.org." in lines
    assert "Messages: 0 queued, 1 held, 1 failed." in lines
