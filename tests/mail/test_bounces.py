"""Reports of delivery: what is believed, what is not, and what follows."""

import re

import pytest
from sqlalchemy import event, text

from cohorts.core.database import db
from cohorts.mail import bounces, claims
from cohorts.mail.bounces import NotABounce
from cohorts.mail.models import Message
from tests.mail.conftest import put

REPORT = """\
From MAILER-DAEMON Tue Nov 24 12:00:00 2026
From: MAILER-DAEMON@mx.example.net
To: cohorts@example.org
Subject: Undelivered Mail
Message-ID: <20261124.1@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail did not arrive.

--b
Content-Type: {status_type}

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ana@example.ca
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: {original_type}

From: Boreal <cohorts@example.org>
Message-ID: {message_id}
Subject: A test

Body
--b--
"""
PLAIN = {
    "action": "failed", "status": "5.1.1", "status_type": "message/delivery-status", "original_type": "message/rfc822",
    "said": "550 5.1.1 <ana@example.ca>:\n    nobody here",
}  # fmt: skip


def report(message_id: str, **values: str) -> bytes:
    return REPORT.format(message_id=message_id, **{**PLAIN, **values}).encode()


def only() -> Message:
    db.session.expire_all()
    return db.session.query(Message).one()


@pytest.fixture
def sent(context) -> str:
    """The Message-ID of a message that the server has accepted."""
    put()
    message = only()
    message.state, message.body = "accepted", None
    db.session.commit()
    return message.message_id


@pytest.fixture
def bad() -> list[tuple[str, str]]:
    """Which addresses were said to be bad, and why."""
    return []


def take(content: bytes, bad: list[tuple[str, str]]) -> str:
    return bounces.take(content, lambda address, answer: bad.append((address, answer)))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"original_type": "text/rfc822-headers"},
        {"original_type": "message/rfc822-headers"},
        {"original_type": "message/global-headers", "status_type": "message/global-delivery-status"},
        {"action": "Failed", "status": "5.1.1 (no such user)"},
    ],
)
def test_a_failure_for_good_marks_message_and_address(values, sent, bad):
    assert take(report(sent, **values), bad) == "ana@example.ca"
    message = only()
    said = "550 5.1.1 <ana@example.ca>: nobody here"
    assert (message.state, message.fault, message.answer) == ("bounced", "address", said)
    assert bad == [("ana@example.ca", said)]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "550 nobody here"),
        ("5.1.10", "556 null MX"),
        ("5.2.1", "550 disabled"),
        ("5.4.4", "no such domain"),
        ("5.0.0", "550 nobody here"),
        ("5.0.0", "550-5.1.1 nobody here"),
    ],
)
def test_where_nobody_can_be_reached_it_is_the_addresss(status, said, sent, bad):
    take(report(sent, status=status, said=said), bad)
    assert (only().state, only().fault) == ("bounced", "address")
    assert [address for address, _ in bad] == ["ana@example.ca"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.7.1", "550 5.7.1 policy"),
        ("5.7.26", "550 5.7.26 not authenticated"),
        ("5.0.0", "550 5.7.1 policy"),
        ("5.0.0", "550-5.7.1 policy"),
        ("5.1.8", "550 5.1.8 sender's domain not found"),
        ("5.2.2", "552 5.2.2 mailbox full"),
        ("5.3.4", "552 5.3.4 too large"),
        ("5.4.7", "expired"),
        ("5.6.0", "554 5.6.0 content"),
    ],
)
def test_what_was_refused_for_another_reason_leaves_the_address_its_good_name(status, said, sent, bad):
    assert take(report(sent, status=status, said=said), bad) == "ana@example.ca"
    assert (only().state, only().fault, only().answer) == ("bounced", "message", said)
    assert bad == []


def test_it_may_come_before_the_worker_has_written_down_that_the_message_was_accepted(context, bad):
    put()
    claim = claims.take()
    letter = claims.letters(claim, claim.ids)[0]
    take(report(only().message_id), bad)
    claims.mark([claims.Outcome(letter, claim, "accepted", "250", letter.due_at, letter.due_at)])
    assert only().state == "bounced"


@pytest.mark.parametrize(
    "values", [{"action": "delayed"}, {"action": "delivered"}, {"status": "4.4.1"}, {"status": ""}]
)
def test_what_is_no_failure_for_good_changes_nothing(values, sent, bad):
    with pytest.raises(NotABounce, match="no failure for good"):
        take(report(sent, **values), bad)
    assert only().state == "accepted" and bad == []


def forged(message_id: str) -> list[str]:
    mark, tag, host = re.fullmatch(r"<(\w+)\.(\w+)@(.+)>", message_id).groups()
    return [
        f"<{mark}.{'0' * 24}@{host}>", f"<{'0' * 32}.{tag}@{host}>", f"<{mark}@{host}>", f"<{mark}.{tag[:-1]}@{host}>",
        f"<{mark.upper()}.{tag}@{host}>", f"<{mark}.{tag}@{host}> <other@example.org>", f"{mark}.{tag}@{host}", "",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(8))
def test_a_forged_message_id_changes_nothing(number, sent, bad):
    with pytest.raises(NotABounce, match="not about a message of ours"):
        take(report(forged(sent)[number]), bad)
    assert only().state == "accepted" and bad == []


def test_our_message_id_anywhere_else_is_not_believed(sent, bad):
    outer = report("<other@example.org>").replace(b"<20261124.1@mx.example.net>", sent.encode())
    in_words = report("<other@example.org>").replace(b"did not arrive", f"did not\nMessage-ID: {sent}\n".encode())
    nested = report("<other@example.org>").replace(b"\nBody\n", f"\nMessage-ID: {sent}\n".encode())
    for content in (outer, in_words, nested):
        with pytest.raises(NotABounce):
            take(content, bad)
    assert only().state == "accepted" and bad == []


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"Subject: hello\n\nAn answer.", b"Content-Type: multipart/report\n\n"]
)
def test_what_is_no_report_changes_nothing(content, sent, bad):
    with pytest.raises(NotABounce, match="no delivery report"):
        take(content, bad)


def test_it_is_found_without_reading_the_outbox(sent, bad):
    said = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: said.append(args[2:4]))
    take(report(sent), bad)
    change, values = next(each for each in said if each[0].startswith("UPDATE messages"))
    connection = db.session.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    if not on_sqlite:
        # Of a few rows it would read the table.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if on_sqlite else ''}{change}", values)
    assert "ix_messages_accepted" in str(plan.all())


def test_a_second_report_changes_nothing(sent, bad):
    take(report(sent), bad)
    with pytest.raises(NotABounce, match="ended already"):
        take(report(sent), bad)
    assert len(bad) == 1
