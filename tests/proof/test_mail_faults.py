"""Whatever the mail server does: what was written arrives, nothing is lost, and nobody gets what is somebody else's."""

import socket
import ssl
from collections import Counter
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
import trustme
from sqlalchemy import select
from sqlalchemy.orm import undefer

from cohorts.activity.actors import organizer
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import delivery, servers
from cohorts.mail.connection import Unavailable
from cohorts.mail.models import Message
from cohorts.worker import Worker
from tests.mail.conftest import point, put, serve  # noqa: F401
from tests.servers.smtp import Mail, Mailbox
from tests.servers.unreliable import DROP, HANG, TRICKLE, Fault, unreliable

PEOPLE = ("Annika", "Bogdan", "Cyrille")
ADDRESSES = {name: f"{name.lower()}@example.ca" for name in PEOPLE}
# Seconds: an answer, a message. The first is shorter than a trickle lasts, and longer than its pauses.
PATIENT = {"MAIL_TIMEOUT": 0.15, "MAIL_LONGEST": 0.3}
ROUNDS = 60
A_WHILE = timedelta(minutes=4)

PASSING = [
    *(Fault("connect", does) for does in ("421 later", "554 5.3.2 not today", DROP, HANG, TRICKLE)),
    *(Fault("EHLO", does) for does in ("421 later", DROP, HANG)),
    *(Fault(at, f"{code} 4.3.0 later") for at in ("MAIL", "RCPT", "DATA", "dot") for code in (421, 450)),
    *(Fault(at, does) for at in ("MAIL", "RCPT", "DATA", "dot") for does in (DROP, HANG)),
    Fault("RCPT", TRICKLE), Fault("dot", TRICKLE), Fault("text", DROP),
]  # fmt: skip
FINAL = [
    (Fault("RCPT", "550 5.1.1 nobody here"), "address"), (Fault("RCPT", "550 no"), "message"),
    (Fault("RCPT", "550 5.7.1 policy"), "message"), (Fault("DATA", "550 5.7.1 spam"), "message"),
    (Fault("dot", "550 5.7.1 spam"), "message"),
]  # fmt: skip
LOST_ANSWERS = [Fault("dot", does, keeps=True) for does in (DROP, HANG, TRICKLE, "421 later", "451 later")]


@pytest.fixture
def written(context) -> dict[str, bytes]:
    """The bytes of each person's message."""
    with time_machine.travel(clock.now(), tick=False):
        for number, name in enumerate(PEOPLE):
            put(number, name=name, address=ADDRESSES[name])
    return {message.address: message.body for message in messages()}


def messages() -> list[Message]:
    """As the database says now; nothing stays open, which on SQLite others would wait for."""
    db.session.rollback()
    found = list(db.session.scalars(select(Message).order_by(Message.id).options(undefer("*"))))
    db.session.expunge_all()
    db.session.rollback()
    return found


def settle(time: Any, failed: list[str] | None = None) -> None:
    """Go on as the worker does, while time passes, until nothing waits any more; a human looks where one has to."""
    for _ in range(ROUNDS):
        try:
            delivery.deliver(Event(), lambda address, _answer: (failed if failed is not None else []).append(address))
        except Unavailable:
            assert all(message.claim is None for message in messages())
        if servers.standing().refused_at is not None:
            servers.release(by=organizer(1))
        if all(message.state not in ("queued", "held") for message in messages()):
            return
        time.shift(A_WHILE)
    raise AssertionError([(message.address, message.state, message.answer) for message in messages()])


def copies(mails: list[Mail], written: dict[str, bytes]) -> Counter[str]:
    """How often each person got their own message, and nothing else; AssertionError where it is another one."""
    for mail in mails:
        (address,) = mail.recipients
        assert mail.content == written[address]
        others = [name for name in PEOPLE if ADDRESSES[name] != address]
        assert not any(name.encode() in mail.content for name in others)
    return Counter(mail.recipients[0] for mail in mails)


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_what_passes_costs_nobody_a_message_and_nobody_gets_two(fault, app, written):
    with unreliable(fault) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1], **PATIENT)
        settle(time)
    assert server.faults == []
    assert copies(server.mailbox.mails, written) == dict.fromkeys(written, 1)
    assert {(message.state, message.fault) for message in messages()} == {("accepted", None)}


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=str)
def test_a_lost_answer_to_the_final_dot_brings_the_same_bytes_twice(fault, app, written):
    with unreliable(fault) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1], **PATIENT)
        settle(time)
    found = copies(server.mailbox.mails, written)
    assert sorted(found.values()) == [1, 1, 2]
    assert {message.state for message in messages()} == {"accepted"}
    twice = next(address for address, times in found.items() if times == 2)
    ids = {mail.message["Message-ID"] for mail in server.mailbox.mails if mail.recipients == (twice,)}
    assert len(ids) == 1


@pytest.mark.parametrize(("fault", "whose"), FINAL, ids=str)
def test_what_is_final_ends_one_message_and_says_whose_fault_it_is(fault, whose, app, written):
    failed: list[str] = []
    with unreliable(fault) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1], **PATIENT)
        settle(time, failed)
    first, *others = messages()
    assert (first.state, first.fault, first.answer) == ("failed", whose, fault.does)
    assert first.body == written[first.address]
    assert {message.state for message in others} == {"accepted"}
    assert copies(server.mailbox.mails, written) == dict.fromkeys(list(written)[1:], 1)
    assert failed == ([first.address] if whose == "address" else [])


def test_a_refused_sender_waits_for_a_human_and_then_all_arrive(app, written):
    with unreliable(Fault("MAIL", "550 5.7.1 not you")) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1], **PATIENT)
        for _ in range(3):
            with pytest.raises(Unavailable, match="not you"):
                delivery.deliver(Event())
            time.shift(timedelta(hours=3))
        assert (server.mailbox.mails, servers.standing().refused_at is not None) == ([], True)
        assert {(message.state, message.attempts) for message in messages()} == {("queued", 0)}
        settle(time)
    assert copies(server.mailbox.mails, written) == dict.fromkeys(written, 1)


@pytest.mark.parametrize("away", [timedelta(minutes=30), timedelta(hours=60)])
def test_a_server_that_is_down_for_a_while_costs_nobody_their_time(away, app, written):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with time_machine.travel(clock.now(), tick=False) as time:
        point(app, port, **PATIENT)
        until = clock.now() + away
        while clock.now() < until:
            with pytest.raises(Unavailable):
                delivery.deliver(Event())
            time.shift(away / 10)
        with unreliable() as server:
            point(app, server.server_address[1], **PATIENT)
            settle(time)
    assert copies(server.mailbox.mails, written) == dict.fromkeys(written, 1)


def test_a_server_that_misbehaves_in_every_way_still_gets_all_of_it(app, written):
    passing = [fault for fault in PASSING if fault.does not in (HANG, TRICKLE)]
    with unreliable(*passing) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1], **PATIENT)
        settle(time)
        # The rest of the script is for who comes later.
        left = len(server.faults)
    assert left < len(passing)
    assert copies(server.mailbox.mails, written) == dict.fromkeys(written, 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_wrong_certificate_sends_nothing_and_the_outbox_says_why(app, written, serve):  # noqa: F811
    wrong = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(wrong)
    mailbox = Mailbox()
    serve(app, mailbox, options={"tls_context": wrong, "require_starttls": True}, MAIL_USE_TLS=True)
    with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
        delivery.deliver(Event())
    assert mailbox.mails == []
    assert {message.state for message in messages()} == {"queued"}
    assert all("CERTIFICATE_VERIFY_FAILED" in message.answer for message in messages())
    assert "CERTIFICATE_VERIFY_FAILED" in servers.standing().reason


@pytest.mark.parametrize("jump", [timedelta(days=1), -timedelta(days=1)], ids=["ahead", "back"])
def test_a_clock_that_jumps_a_day_loses_nothing_and_delays_nothing(jump, app, written):
    with (
        unreliable(Fault("RCPT", "450 4.2.1 busy")) as server,
        time_machine.travel(clock.now(), tick=False) as time,
    ):
        point(app, server.server_address[1], **PATIENT)
        worker = Worker(app, Event())
        worker.round()
        assert Counter(message.state for message in messages()) == {"accepted": 2, "queued": 1}
        put(9, name="Annika", address=ADDRESSES["Annika"])
        time.shift(jump)
        for _ in range(3):
            worker.round()
            time.shift(timedelta(seconds=40))
    assert {message.state for message in messages()} == {"accepted"}
    assert len(server.mailbox.mails) == len(PEOPLE) + 1
