"""The worker: it delivers soon, does its chores, and outlives every outage."""

import logging
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from cohorts import create_app, worker
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import servers
from cohorts.mail.models import Message
from cohorts.registrations import addresses, cohorts, withdrawals
from cohorts.registrations.models import Registration
from cohorts.settings import Settings
from tests.factories.programs import COMMAND_LINE, a_cohort, an_institution
from tests.factories.registrations import a_registration, register
from tests.mail.conftest import Moody, point, put
from tests.servers.processes import Installation
from tests.servers.smtp import Mailbox, Server

END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def running(app: Flask, smtp: Server) -> Iterator[Flask]:
    """An application whose worker runs."""
    point(app, smtp.port)
    stop = Event()
    thread = threading.Thread(target=worker.run, args=(app, stop))
    thread.start()
    yield app
    stop.set()
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_a_new_message_goes_out_soon(running, smtp):
    with running.app_context():
        put()
    assert smtp.handler.wait(1, seconds=5)[0].recipients == ("ana@example.ca",)


def test_a_confirmation_reaches_its_applicant_with_the_sessions(running, smtp):
    with running.app_context():
        an_institution()
        register(a_cohort(capacity=1), email="ana@example.ca", language="fr")
    mail = smtp.handler.wait(1)[0].message
    assert mail["subject"].startswith("Votre place est confirmée")
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]


def test_people_of_a_cancelled_cohort_are_told(running, smtp):
    with running.app_context():
        an_institution()
        cohort = a_cohort(capacity=1)
        for number in range(3):
            register(cohort, email=f"a{number}@example.ca")
        smtp.handler.wait(3)
        cohorts.cancel(cohort, by=COMMAND_LINE, reason="The hall burned down.")
    told = smtp.handler.wait(6)[3:]
    assert sorted(mail.recipients[0] for mail in told) == [f"a{number}@example.ca" for number in range(3)]
    assert all(mail.message["subject"].startswith("Cancelled: ") for mail in told)
    assert all("The hall burned down." in mail.message.get_body(("plain",)).get_content() for mail in told)
    with running.app_context():
        assert {registration.state for registration in db.session.query(Registration)} == {"cancelled"}


def test_an_outage_of_the_mail_server_is_said_once_and_waited_out(app, smtp, caplog):
    caplog.set_level(logging.WARNING, "cohorts.worker")
    point(app, 1)
    with app.app_context():
        put()
    one = worker.Worker(app, Event())
    for _ in range(3):
        one.round()
    point(app, smtp.port)
    with app.app_context():
        servers.release(by=COMMAND_LINE)
    one.round()
    assert len(caplog.messages) == 2
    assert "refused" in caplog.messages[0]
    assert caplog.messages[1] == "All is well again."
    with app.app_context():
        assert db.session.query(Message).one().state == "accepted"


def test_one_round_of_everything_ends_when_nothing_is_due(app, smtp):
    point(app, smtp.port)
    with app.app_context():
        put(1)
        put(2)
    assert worker.once(app, Event()) == ""
    assert len(smtp.handler.mails) == 2


def test_one_round_says_that_the_mail_server_is_away(app):
    point(app, 1)
    with app.app_context():
        put()
    assert worker.once(app, Event()).startswith("The mail server does not take messages: ")


@pytest.mark.parametrize("reason", ["held", "no server"])
def test_one_round_does_not_wait_for_a_human(reason, app, smtp):
    if reason == "held":
        point(app, smtp.port)
    with app.app_context():
        put()
        if reason == "held":
            servers.hold(by=COMMAND_LINE)
    assert worker.once(app, Event()) == ""
    assert smtp.handler.mails == []


def test_after_a_gap_mails_go_first_and_expiries_a_quarter_of_an_hour_later(app, smtp):
    point(app, smtp.port)
    with time_machine.travel(clock.now(), tick=False) as time:
        with app.app_context():
            an_institution()
            cohort = a_cohort(capacity=1, on_free_seat="offer", offer_hours=2)
            first, second = a_registration(cohort).id, a_registration(cohort).id
            withdrawals.withdraw(first, by=COMMAND_LINE)
        one = worker.Worker(app, Event())
        one.round()
        time.shift(timedelta(hours=3))
        one.round()
        assert state_of(app, second) == "offered"
        time.shift(timedelta(minutes=15))
        one.round()
        assert state_of(app, second) == "expired"


def state_of(app: Flask, registration_id: int) -> str:
    with app.app_context():
        return db.session.get(Registration, registration_id).state


@pytest.fixture
def refusing() -> Iterator[Server]:
    """A mail server that knows nobody of the first name that it hears."""
    server = Server(Moody(to_recipient=["550 5.1.1 nobody here"]))
    server.start()
    yield server
    server.stop()


def test_an_address_that_does_not_exist_is_marked_on_its_registration(app, refusing):
    point(app, refusing.port)
    with app.app_context():
        an_institution()
        number = a_registration(a_cohort(capacity=1), email="ana@example.ca").id
    worker.Worker(app, Event()).round()
    with app.app_context():
        registration = db.session.get(Registration, number)
        assert registration.address_failure == "550 5.1.1 nobody here"
        addresses.correct(number, by=COMMAND_LINE, email="ana.roy@example.ca")
        assert db.session.get(Registration, number, populate_existing=True).address_failed_at is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_outage_of_the_database_is_said_once_and_waited_out(settings, caplog):
    caplog.set_level(logging.WARNING, "cohorts.worker")
    gone = create_app(replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none"), patient=True)
    one = worker.Worker(gone, Event())
    one.round()
    one.round()
    assert caplog.messages == ["The database does not answer; trying on."]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_ends_all_connections_does_not_end_the_worker(running, smtp):
    with running.app_context():
        put(1)
    smtp.handler.wait(1)
    with psycopg.connect(running.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")) as connection:
        connection.execute(END_OTHERS)
    with running.app_context():
        put(2)
    assert len(smtp.handler.wait(2)) == 2


def installation(settings: Settings, folder: Path, port: int) -> Installation:
    return Installation(
        folder,
        COHORTS_DATABASE_URL=settings.database_url,
        COHORTS_SECRET_KEY=settings.secret_key,
        COHORTS_MAIL_SERVER="localhost",
        COHORTS_MAIL_PORT=str(port),
        COHORTS_MAIL_USE_TLS="false",
    )


class Killing(Mailbox):
    """Kills who hands over the first message, before it gets the answer."""

    victim: subprocess.Popen[bytes]

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.mails) == 1:
            self.victim.kill()
        return answer


@pytest.fixture
def killing() -> Iterator[Server]:
    """A mail server that kills the first worker."""
    server = Server(Killing())
    server.start()
    yield server
    server.stop()


def test_a_worker_killed_before_it_wrote_down_what_it_sent_repeats_the_same_bytes(app, settings, killing, tmp_path):
    ours, mailbox = installation(settings, tmp_path, killing.port), killing.handler
    mailbox.victim = ours.start("worker")
    with app.app_context():
        put()
    mailbox.wait(1)
    assert mailbox.victim.wait(timeout=20) == -signal.SIGKILL
    with app.app_context():
        assert db.session.query(Message).one().claim is not None
        db.session.execute(update(Message).values(claimed_until=clock.now() - timedelta(seconds=2)))
        db.session.commit()
    second = ours.start("worker")
    one, other = mailbox.wait(2)
    second.terminate()
    assert second.wait(timeout=20) == 0
    assert one.content == other.content
