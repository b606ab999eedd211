"""Migrations go forwards on real data, and a migration that fails leaves nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from icalendar import Calendar
from sqlalchemy import select, text

from cohorts import create_app
from cohorts.activity.actors import applicant
from cohorts.core.database import db
from cohorts.mail import queries as mails
from cohorts.mail.assembly import Attachment
from cohorts.mail.models import Message
from cohorts.mail.rendering import Recipient, Sender, render
from cohorts.registrations import calendars, laws, queries, withdrawals
from cohorts.registrations.models import Registration
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
OLD_STATES = ("queued", "accepted", "failed", "held", "dropped")


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


def long_message(number: int) -> bytes:
    """Bytes as they were kept: several parts, a file, long lines, letters of all kinds."""
    sender = Sender("Boreal Institute", ("7 Bayview Station Road",), "policy@boreal.example")
    file = Attachment("OTT-222222.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n" * 300)
    to, values = Recipient("Ana Ærø 名前", f"old{number}@example.ca"), {"site": f"site{number} " + "é" * 400}
    return render("test", "en", values, to=to, sender=sender, cause=f"old:{number}", attachments=[file]).body


@pytest.fixture
def third(first) -> dict[int, bytes]:
    """The same installation at the third revision, with messages; their bytes."""
    upgrade(revision="0003")
    bodies = {number: long_message(number) for number in range(1, len(OLD_STATES) + 1)}
    insert = text(
        "INSERT INTO messages (id, cause, kind, language, address, title, body, message_id, subject_type, subject_id,"
        " state, created_at, due_at, attempts, accepted_at, answer) VALUES (:id, :cause, 'seat_confirmed', 'en',"
        " 'old1@example.ca', 'A seat', :body, :cause, 'registration', 1, :state, :at, :at, 1, :accepted, :answer)"
    )
    with db.engine.connect().execution_options(writes=True) as connection:
        for number, state in enumerate(OLD_STATES, 1):
            accepted = AT if state == "accepted" else None
            said = {"id": number, "cause": f"old:{number}", "state": state, "at": AT, "accepted": accepted}
            connection.execute(insert, {**said, "body": bodies[number], "answer": "250 kept" if accepted else None})
        connection.commit()
    return bodies


def test_what_waits_keeps_its_bytes_and_what_is_over_its_words(third):
    upgrade()
    found = list(db.session.scalars(select(Message).order_by(Message.id)))
    assert [message.state for message in found] == list(OLD_STATES)
    for message in found:
        is_over = message.state in ("accepted", "dropped")
        assert message.body == (None if is_over else third[message.id])
        assert f"site{message.id}" in message.text and "é" * 400 in message.text and "\r" not in message.text
        assert (message.lane, message.fault, message.batch, message.said) == (0, None, None, None)
        assert f"site{message.id}" in mails.shown(message).text
    assert [message.answer for message in found if message.state == "accepted"] == ["250 kept"]
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT body FROM messages WHERE body IS NOT NULL")).scalars()
        assert max(len(body) for body in kept) < len(third[1]) / 3


def test_more_messages_than_one_page_are_all_compressed(first):
    upgrade(revision="0003")
    rows = [
        {"id": number, "cause": f"many:{number}", "body": b"Subject: x\r\n\r\nHi %d\r\n" % number, "at": AT}
        for number in range(1, 452)
    ]
    insert = text(
        "INSERT INTO messages (id, cause, kind, language, address, title, body, message_id, subject_type, subject_id,"
        " state, created_at, due_at, attempts) VALUES (:id, :cause, 'test', 'en', 'a@b.ca', 'Hi', :body, :cause,"
        " 'registration', 1, 'queued', :at, :at, 0)"
    )
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(insert, rows)
        connection.commit()
    upgrade()
    found = db.session.execute(select(Message.id, Message.body, Message.text).order_by(Message.id)).all()
    assert [(row.id, row.body, row.text) for row in found] == [
        (row["id"], row["body"], f"Hi {row['id']}\n") for row in rows
    ]


def test_no_calendar_hears_a_smaller_number_than_before(first):
    upgrade(revision="0003")
    query = text(
        "SELECT r.id, s.revision + c.version + r.revision FROM registrations r"
        " JOIN cohorts c ON c.id = r.cohort_id JOIN cohort_sessions s ON s.cohort_id = c.id"
    )
    with db.engine.connect() as connection:
        before = {row[0]: row[1] for row in connection.execute(query)}
    upgrade()
    assert before
    for number, said in before.items():
        (event,) = Calendar.from_ical(calendars.file(db.session.get_one(Registration, number))).events
        assert int(event["sequence"]) >= said
