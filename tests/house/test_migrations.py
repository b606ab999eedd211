"""Migrations go forwards on real data, and a migration that fails leaves nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from cohorts import create_app
from cohorts.activity.actors import applicant
from cohorts.core.database import db
from cohorts.registrations import laws, queries, withdrawals
from cohorts.settings import Settings
from tests.factories.registrations import register
from tests.servers import postgresql

AT = "2026-10-01 12:00:00+00:00"
FAR = "2099-11-28 14:00:00+00:00"
FAR_END = "2099-11-28 22:00:00+00:00"
ROWS = (
    f"INSERT INTO privacy_notices (id, version, text, html, created_at) VALUES (1, 1, '{{}}', '{{}}', '{AT}')",
    """INSERT INTO institution (id, name, address, contact, website, privacy_notice_id, version)
       VALUES (1, '{"en": "Boreal Institute"}', '', 'policy@boreal.example', '', 1, 1)""",
    f"""INSERT INTO programs (id, slug, status, title, summary, description, description_html, languages, contact,
        version, created_at)
        VALUES (1, 'ai', 'published', '{{"en": "AI"}}', '{{}}', '{{}}', '{{}}', '["en"]', 'ai@boreal.example', 1,
        '{AT}')""",
    f"""INSERT INTO cohorts (id, program_id, slug, reference_prefix, status, cancellation_reason, title, summary,
        description, description_html, own_contact, own_languages, timezone, venue_name, venue_street, venue_city,
        venue_region, venue_country, venue_link, starts_at, ends_at, version, created_at)
        VALUES (1, 1, 'ottawa', 'OTT', 'published', '', '{{"en": "Ottawa"}}', '{{}}', '{{}}', '{{}}', '', '[]',
        'America/Toronto', '{{}}', '{{}}', '{{}}', '{{}}', 'CA', '', '{FAR}', '{FAR_END}', 3, '{AT}')""",
    f"""INSERT INTO cohort_sessions (id, cohort_id, uid, title, starts_at, ends_at, place, revision)
        VALUES (1, 1, 'abc', '{{}}', '{FAR}', '{FAR_END}', '{{}}', 2)""",
    "INSERT INTO seats (cohort_id, capacity, taken, waiting, next_place) VALUES (1, 1, 1, 1, 3)",
)
STATES = (("confirmed", None), ("waitlisted", 2), ("withdrawn", None), ("cancelled", None))


def people() -> Iterator[str]:
    """A registration in each state, with the entry of the trail that says so."""
    for number, (state, place) in enumerate(STATES, 1):
        yield f"""INSERT INTO registrations (id, cohort_id, reference, state, place, key, name, email, email_key,
            organization, language, search, link_version, revision, privacy_notice_id, privacy_agreed_at,
            registered_at, state_since)
            VALUES ({number}, 1, 'OTT-22222{number + 1}', '{state}', {place or "NULL"}, 'key{number}', 'Ana {number}',
            'old{number}@example.ca', 'old{number}@example.ca', '', 'en', 'ana', 1, 0, 1, '{AT}', '{AT}', '{AT}')"""
        yield f"""INSERT INTO activities (id, at, actor_kind, act, subject_type, subject_id, cohort_id)
            VALUES ({number}, '{AT}', 'applicant', 'register', 'registration', {number}, 1)"""
        yield f"""INSERT INTO activity_values (id, activity_id, name, new)
            VALUES ({number}, {number}, 'state', '{state}')"""


@pytest.fixture(params=["sqlite", "postgresql"])
def first(request: pytest.FixtureRequest, home: Path, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """An installation whose database is at the first revision, with people in it."""
    address = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if request.param == "postgresql":
        address = postgresql.create(postgresql.start(home), f"old_{worker_id}_{tmp_path.name}".replace("-", "_"))
    app = create_app(
        Settings(environment="testing", secret_key="x" * 40, database_url=address, instance=str(tmp_path)), patient=True
    )
    with app.app_context():
        upgrade(revision="0001")
        fill()
        yield app
        db.session.remove()
        db.engine.dispose()


def fill() -> None:
    with db.engine.connect().execution_options(writes=True) as connection:
        for row in (*ROWS, *people()):
            connection.exec_driver_sql(row)
        if connection.dialect.name == "postgresql":
            for table in ("registrations", "activities", "activity_values", "cohorts", "cohort_sessions"):
                connection.exec_driver_sql(f"SELECT setval('{table}_id_seq', 100)")
        connection.commit()


def everybody() -> list[tuple]:
    query = "SELECT id, reference, state, place, key, name, email, revision FROM registrations ORDER BY id"
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_people_of_the_first_revision_are_all_there_afterwards(first):
    before = everybody()
    upgrade()
    assert everybody() == before
    assert len(before) == len(STATES)
    seats = queries.seats_of([1])[1]
    assert (seats.capacity, seats.held_back, seats.taken, seats.waiting, seats.next_place) == (1, 0, 1, 1, 3)
    cohort = queries.cohort_of(1)
    assert (cohort.admission, cohort.on_free_seat, cohort.verify_email, cohort.waitlist_limit) == (
        "open", "confirm", False, None,
    )  # fmt: skip
    assert [session.uid for session in cohort.sessions] == ["abc"]
    assert list(laws.breaches()) == []


def test_the_work_goes_on_after_the_migration(first):
    upgrade()
    assert register(1).state == "waitlisted"
    withdrawals.withdraw(1, by=applicant(1))
    assert queries.by_reference("OTT-222223").state == "confirmed"
    assert list(laws.breaches()) == []


def test_references_are_kept_by_the_database_after_the_migration(first):
    upgrade()
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.exec_driver_sql("UPDATE registrations SET cohort_id = 99 WHERE id = 1")
