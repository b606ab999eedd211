"""The worker: it delivers soon, does its chores, and outlives every outage."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from flask import Flask

from cohorts import create_app, worker
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.registrations import cohorts
from cohorts.registrations.models import Registration
from tests.factories.programs import COMMAND_LINE, a_cohort, an_institution
from tests.factories.registrations import register
from tests.mail.conftest import point, put
from tests.servers.smtp import Server


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
    assert [one.round(), one.round(), one.round()] == [5.0, 10.0, 20.0]
    point(app, smtp.port)
    assert one.round() == worker.BETWEEN_ROUNDS
    assert len(caplog.messages) == 2
    assert "refused" in caplog.messages[0]
    assert caplog.messages[1] == "All is well again."
    with app.app_context():
        assert db.session.query(Message).one().state == "accepted"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_outage_of_the_database_is_said_once_and_waited_out(settings, caplog):
    caplog.set_level(logging.WARNING, "cohorts.worker")
    gone = create_app(replace(settings, database_url="postgresql://nobody@127.0.0.1:1/none"), patient=True)
    one = worker.Worker(gone, Event())
    assert [one.round(), one.round()] == [worker.BETWEEN_ROUNDS] * 2
    assert caplog.messages == ["The database does not answer; trying on."]
