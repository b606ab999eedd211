"""Workers of their own processes, killed at random moments: each message arrives, and only a killed worker repeats."""

import random
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from sqlalchemy import func, insert, select, update

from cohorts.core import clock
from cohorts.core.database import Base, db, verb
from cohorts.mail import claims, delivery
from cohorts.mail.connection import Unavailable
from cohorts.mail.models import BULK_LANE, Message
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.mail.conftest import point, put
from tests.proof import mailing
from tests.proof.mailing import Post
from tests.proof.processes import Place
from tests.proof.test_mail_faults import LOST_ANSWERS, PASSING
from tests.servers.smtp import Mailbox, Server
from tests.servers.unreliable import HANG, TRICKLE, unreliable

MESSAGES, SEED = 500, 7
# So many at once in the first round, and in the second; all of them are killed.
WORKERS = (2, 4)
# One group is being written down while the next is handed over.
IN_HANDS = 2 * claims.GROUP
MANY = 10_000
TABLE = Base.metadata.tables[Message.__tablename__]


@pytest.fixture
def mail_server():
    """A mail server and what it took."""
    server = Server(Mailbox())
    server.start()
    yield server, server.handler
    server.stop()


@verb
def many(number: int, **changes: object) -> None:
    """Copies of the first message, each with a cause, an address and words of its own."""
    columns = [column for column in TABLE.c if column.name != "id"]
    row = dict(db.session.execute(select(*columns).limit(1)).one()._mapping)
    rows = [
        {
            **row,
            "cause": f"copy:{n}",
            "address": f"a{n}@example.ca",
            "body": row["body"] + b"for a%d\r\n" % n,
            **changes,
        }
        for n in range(number)
    ]
    db.session.connection().execute(insert(TABLE), rows)


@verb
def forget_the_dead() -> None:
    """As if so much time had passed that the claims of the dead are over."""
    over = clock.now() - timedelta(days=1)
    db.session.execute(update(Message).where(Message.claim.is_not(None)).values(claimed_until=over))


def states() -> Counter[str]:
    found = Counter(dict(db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all()))
    db.session.rollback()
    return found


def test_killed_workers_lose_nothing_and_only_what_they_had_in_their_hands_comes_twice(
    app, context, settings, mail_server
):
    chance, (server, mailbox) = random.Random(SEED), mail_server
    put()
    many(MESSAGES)
    bodies = dict(db.session.execute(select(Message.address, Message.body)).all())
    db.session.rollback()
    for workers in WORKERS:
        before = len(mailbox.mails)
        running = [mailing.start(Post(Place.of(settings), server.port)) for _ in range(workers)]
        mailbox.wait(before + 5)
        for process in running:
            process.join(chance.uniform(0, 0.05))
            process.kill()
            process.join()
        assert len(mailbox.mails) < len(bodies)
        forget_the_dead()
    point(app, server.port)
    delivery.deliver(Event())
    assert states() == {"accepted": len(bodies)}
    found = Counter(mail.recipients[0] for mail in mailbox.mails)
    assert set(found) == set(bodies)
    assert all(mail.content == bodies[mail.recipients[0]] for mail in mailbox.mails)
    assert sum(found.values()) - len(bodies) <= sum(WORKERS) * IN_HANDS


@pytest.mark.parametrize("workers", WORKERS)
def test_workers_at_once_send_each_message_once(workers, app, context, settings, mail_server):
    server, mailbox = mail_server
    put()
    many(MESSAGES // 2)
    running = [mailing.start(Post(Place.of(settings), server.port)) for _ in range(workers)]
    try:
        mailbox.wait(1 + MESSAGES // 2)
        while states() != {"accepted": 1 + MESSAGES // 2}:
            running[0].join(0.05)
    finally:
        for process in running:
            process.kill()
            process.join()
    assert len({mail.recipients for mail in mailbox.mails}) == len(mailbox.mails) == 1 + MESSAGES // 2


def test_who_registers_overtakes_ten_thousand_messages(app, context, mail_server):
    server, mailbox = mail_server
    an_institution()
    cohort = a_cohort()
    put()
    many(MANY, lane=BULK_LANE)
    point(app, server.port)
    stop = Event()

    def work() -> None:
        with app.app_context():
            delivery.deliver(stop)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        mailbox.wait(20)
        a_registration(cohort, email="late@example.ca")
        db.session.rollback()
        written = len(mailbox.mails)
        while not any(mail.recipients == ("late@example.ca",) for mail in mailbox.mails):
            mailbox.wait(len(mailbox.mails) + 1)
        behind = [mail.recipients for mail in mailbox.mails].index(("late@example.ca",)) - written
    finally:
        stop.set()
        thread.join()
    assert behind <= 2 * claims.LOT
    assert states()["queued"] > MANY - 10 * claims.LOT


def test_ten_thousand_arrive_from_a_server_that_misbehaves_and_only_lost_answers_bring_some_twice(app, context):
    put()
    many(MANY, lane=BULK_LANE)
    bodies = dict(db.session.execute(select(Message.address, Message.body)).all())
    db.session.rollback()
    lost = [fault for fault in LOST_ANSWERS if fault.does not in (HANG, TRICKLE)]
    passing = [fault for fault in PASSING if fault.does not in (HANG, TRICKLE)]
    # Those that do not wait for a new connection.
    faults = [*lost, *(fault for fault in passing if fault.at not in ("connect", "EHLO"))]
    script = [replace(fault, after=number * MANY // len(faults)) for number, fault in enumerate(faults)]
    with unreliable(*script) as server, time_machine.travel(clock.now(), tick=False) as time:
        point(app, server.server_address[1])
        for _ in range(4 * len(script)):
            with suppress(Unavailable):
                delivery.deliver(Event())
            time.shift(timedelta(minutes=5))
        found = Counter(mail.recipients[0] for mail in server.mailbox.mails)
    assert (states(), server.faults) == ({"accepted": len(bodies)}, [])
    assert (set(found), sum(found.values())) == (set(bodies), len(bodies) + len(lost))
    assert all(mail.content == bodies[mail.recipients[0]] for mail in server.mailbox.mails)
