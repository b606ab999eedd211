"""`cohorts mail status`, `hold` and `release`."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine

from cohorts.cli.mail import mail
from cohorts.core import clock, heartbeats
from cohorts.core.database import db
from cohorts.mail import delivery
from cohorts.mail.connection import Unavailable
from cohorts.mail.models import BULK_LANE, Message
from tests.mail.conftest import point, put

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def run(app):
    """Runs a command on the test's application and gives its lines."""

    def invoke(*arguments: str) -> list[str]:
        result = app.test_cli_runner().invoke(mail, list(arguments))
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    return invoke


def become(state: str, number: int) -> None:
    db.session.query(Message).filter_by(cause=f"test:{number}").update({"state": state})
    db.session.commit()


def test_status_of_an_empty_outbox(run):
    assert run("status") == [
        "Waiting: 0 to one person each, 0 to many",
        "Held because they are old: 0. Failed: 0. Came back: 0",
        "Mail server: none is set. Set COHORTS_MAIL_SERVER",
    ]


def test_status_counts_and_says_how_old_the_oldest_is(app, run):
    with time_machine.travel(NOON, tick=False) as time, app.app_context():
        point(app, 1)
        for number, lane in enumerate([0, 0, BULK_LANE, 0, 0]):
            put(number, lane=lane)
        become("failed", 3)
        become("bounced", 4)
        time.shift(timedelta(minutes=95))
        assert run("status") == [
            "Waiting: 2 to one person each, 1 to many",
            "The oldest has waited 1 h 35 min, since 2026-11-24 12:00:00 UTC",
            "Held because they are old: 0. Failed: 1. Came back: 1",
            "Mail server: well, as far as we know",
        ]


def test_status_says_that_the_server_is_away_and_that_nobody_worked(app, run):
    with time_machine.travel(NOON, tick=False) as time, app.app_context():
        point(app, 1)
        heartbeats.beat()
        time.shift(timedelta(hours=2))
        heartbeats.beat()
        put()
        with pytest.raises(Unavailable):
            delivery.deliver(Event())
        lines = run("status")
    assert lines[-2].startswith(
        "Mail server: away since 2026-11-24 14:00:00 UTC; somebody looks again at 2026-11-24 14:00:0"
    )
    assert lines[-1] == "No worker went round from 2026-11-24 12:00:00 UTC to 2026-11-24 14:00:00 UTC"


def test_hold_and_release(app, run, smtp):
    with app.app_context():
        point(app, smtp.port)
        put()
        run("hold")
        assert delivery.deliver(Event()) == 0
        assert run("status")[-1].startswith(f"On hold since {clock.now():%Y-%m-%d}")
        run("release")
        assert delivery.deliver(Event()) == 1
        assert run("status")[-1] == "Mail server: well, as far as we know"
