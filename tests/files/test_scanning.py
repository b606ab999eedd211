"""The virus scanner: no file counts before it has said yes."""

import logging
import os
import tempfile
from pathlib import Path

import pytest

from cohorts.core.database import db
from cohorts.files import errors
from cohorts.files.models import Upload
from tests.factories.files import PDF
from tests.servers.clamd import MARK, scanner


def count() -> int:
    db.session.rollback()
    return db.session.query(Upload).count()


@pytest.fixture
def clamd(app):
    """A scanner that the installation knows."""
    with scanner() as server:
        app.config["CLAMD"] = server.address
        yield server


def test_the_scanner_gets_every_byte_before_a_file_counts(clamd, send):
    content = PDF + os.urandom(700_000)
    send(content)
    assert clamd.seen == [content]
    assert count() == 1


def test_a_file_with_a_virus_is_refused_and_deleted(clamd, send, caplog):
    caplog.set_level(logging.WARNING, "cohorts.files.scanning")
    with pytest.raises(errors.Infected, match=r"“cv\.pdf” was not kept"):
        send(PDF + MARK)
    assert count() == 0
    assert caplog.messages == ["A file was refused; clamd says: stream: Eicar-Signature FOUND"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "no answer"),
        (b"stream: \xff ERROR\0", "ERROR"),
        (b"UNKNOWN COMMAND\0", "UNKNOWN COMMAND"),
        (b"OK\0", "OK"),
        (b"stream: FOUNDOK\0", "FOUNDOK"),
        (b"x" * 100_000, "xxx"),
    ],
)
def test_a_scanner_that_does_not_say_yes_lets_nothing_through(answer, reason, clamd, send, caplog):
    caplog.set_level(logging.WARNING, "cohorts.files.scanning")
    clamd.answer = answer
    with pytest.raises(errors.NotScanned, match="Try again in a few minutes") as refused:
        send(PDF)
    assert refused.value.status == 503
    assert count() == 0
    assert reason in caplog.messages[0]


def test_a_file_that_the_scanner_finds_too_large_is_refused_with_its_reason(clamd, send, caplog):
    caplog.set_level(logging.WARNING, "cohorts.files.scanning")
    clamd.most = 300_000
    with pytest.raises(errors.NotScanned):
        send(PDF + os.urandom(8_000_000))
    assert count() == 0
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_a_scanner_that_is_away_lets_nothing_through(address, app, send, caplog):
    caplog.set_level(logging.WARNING, "cohorts.files.scanning")
    app.config["CLAMD"] = address
    with pytest.raises(errors.NotScanned):
        send(PDF)
    assert count() == 0
    assert "refused" in caplog.messages[0]


def test_a_scanner_can_listen_on_a_socket_of_this_machine(app, send):
    with tempfile.TemporaryDirectory() as folder, scanner(Path(folder)) as server:
        app.config["CLAMD"] = server.address
        send(PDF)
        assert server.seen == [PDF]


def test_no_transaction_is_open_while_the_scanner_looks(clamd, send):
    session, seen = db.session(), []
    clamd.while_it_looks = lambda: seen.append(session.in_transaction())
    send(PDF + os.urandom(300_000))
    assert seen == [False]


def test_without_the_setting_nothing_is_asked(app, send):
    assert app.config["CLAMD"] == ""
    send(PDF + MARK)
    assert count() == 1
