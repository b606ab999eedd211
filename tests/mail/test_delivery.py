"""Delivery to a real mail server, on both databases: nothing lost, nothing twice."""

import threading
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine
from sqlalchemy import update

from cohorts.activity.actors import organizer
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import claims, delivery, lots, outbox
from cohorts.mail.connection import Unavailable
from cohorts.mail.models import Message
from tests.mail.conftest import Moody, point, put
from tests.servers.smtp import Mailbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def deliver() -> int:
    return delivery.deliver(Event())


def messages() -> list[Message]:
    db.session.expire_all()
    return db.session.query(Message).order_by(Message.id).all()


def states() -> list[str]:
    return [message.state for message in messages()]


def test_the_server_gets_the_bytes_of_the_outbox(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    put()
    body = messages()[0].body
    assert deliver() == 1
    assert [(mail.sender, mail.recipients, mail.content) for mail in mailbox.mails] == [
        ("cohorts@example.org", ("ana@example.ca",), body)
    ]
    message = messages()[0]
    assert (message.state, message.answer, message.attempts) == ("accepted", "250 2.0.0 kept", 1)
    assert message.accepted_at is not None and message.claim is None
    assert deliver() == 0


def test_more_than_a_lot_goes_out_in_order(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    for number in range(claims.LOT + 3):
        put(number, address=f"a{number}@example.ca")
    assert deliver() == claims.LOT + 3
    assert [mail.recipients[0] for mail in mailbox.mails] == [f"a{n}@example.ca" for n in range(claims.LOT + 3)]


def test_a_refusal_that_may_pass_is_tried_again_after_a_pause(app, context, serve):
    mailbox = Moody(to_recipient=["450 4.2.1 mailbox busy"])
    serve(app, mailbox)
    with time_machine.travel(NOON, tick=False) as time:
        put()
        assert (deliver(), deliver(), mailbox.asked) == (0, 0, 1)
        message = messages()[0]
        assert (message.state, message.attempts, message.answer) == ("queued", 1, "450 4.2.1 mailbox busy")
        assert timedelta(seconds=48) <= message.due_at - NOON <= timedelta(seconds=72)
        assert message.give_up_at == NOON + timedelta(hours=48)
        time.move_to(message.due_at)
        assert deliver() == 1
    assert states() == ["accepted"]


def test_pauses_end_in_failed_in_sight(app, context, serve):
    serve(app, Moody(to_content=["451 not now"] * 40))
    with time_machine.travel(NOON, tick=False) as time:
        put()
        tries = 0
        while states() == ["queued"]:
            deliver()
            tries += 1
            last = messages()[0].due_at
            time.move_to(last)
    message = messages()[0]
    assert (message.state, message.fault, message.answer) == ("failed", "message", "451 not now")
    assert 16 <= tries == message.attempts <= 24
    assert last == NOON + timedelta(hours=48)


@pytest.mark.parametrize("refusal", [{"to_recipient": ["550 no such user"]}, {"to_content": ["554 not wanted"]}])
def test_a_final_refusal_fails_at_once_and_others_go_on(refusal, app, context, serve):
    mailbox = Moody(**refusal)
    serve(app, mailbox)
    put(1)
    put(2)
    assert deliver() == 1
    assert states() == ["failed", "accepted"]


def test_an_organizer_sends_a_failed_message_again(app, context, serve):
    serve(app, Moody(to_recipient=["550 no such user"]))
    put()
    deliver()
    outbox.retry(messages()[0].id, by=organizer(1))
    assert deliver() == 1
    assert states() == ["accepted"]


def test_a_server_that_hangs_up_in_the_middle_costs_one_message_one_try(app, context, serve):
    mailbox = Moody(to_content=["hang up"])
    serve(app, mailbox)
    put(1)
    put(2)
    assert deliver() == 1
    assert [(message.state, message.attempts) for message in messages()] == [("queued", 1), ("accepted", 1)]


def test_an_outage_of_the_server_costs_no_tries_and_says_why_all_wait(app, context):
    point(app, 1)
    put(1)
    put(2)
    with pytest.raises(Unavailable, match="refused"):
        deliver()
    found = [(message.state, message.attempts, message.claim) for message in messages()]
    assert found == [("queued", 0, None)] * 2
    assert all("refused" in message.answer for message in messages())


def test_a_server_that_closes_down_keeps_nobody_s_claim(app, context, serve):
    serve(app, Moody(to_recipient=["421 closing down"]))
    with time_machine.travel(NOON, tick=False) as time:
        put(1)
        put(2)
        with pytest.raises(Unavailable, match="421"):
            deliver()
        found = [(message.state, message.attempts, message.claim) for message in messages()]
        assert found == [("queued", 0, None)] * 2
        with pytest.raises(Unavailable, match="421"):
            deliver()
        time.shift(timedelta(seconds=6))
        assert deliver() == 2


def test_without_a_server_messages_wait(app, context):
    put()
    assert deliver() == 0
    assert [(message.state, message.claim) for message in messages()] == [("queued", None)]


def test_old_messages_wait_for_an_organizer_when_a_server_is_set_at_last(app, context, serve):
    mailbox = Mailbox()
    with time_machine.travel(NOON, tick=False) as time:
        put(1)
        time.shift(timedelta(hours=49))
        put(2)
        serve(app, mailbox)
        deliver()
        assert states() == ["held", "accepted"]
        outbox.release(messages()[0].id, by=organizer(1))
        deliver()
    assert states() == ["accepted", "accepted"]


def test_a_message_that_is_too_late_is_dropped(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    put(1, not_after=clock.now() - timedelta(seconds=1))
    put(2, not_after=clock.now() + timedelta(hours=1))
    deliver()
    assert states() == ["dropped", "accepted"]
    assert len(mailbox.mails) == 1


def test_what_a_dead_worker_had_claimed_goes_out_again_with_the_same_bytes(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    put()
    body = messages()[0].body
    assert deliver() == 1
    assert messages()[0].body is None
    # As a worker leaves it that dies between handing over and writing it down.
    lost = {
        "state": "queued",
        "body": body,
        "accepted_at": None,
        "claim": "dead",
        "claimed_until": clock.now() + timedelta(minutes=1),
    }
    db.session.execute(update(Message).values(lost))
    db.session.commit()
    assert deliver() == 0
    db.session.execute(update(Message).values(claimed_until=clock.now() - timedelta(seconds=2)))
    db.session.commit()
    assert deliver() == 1
    first, second = mailbox.mails
    assert first.content == second.content
    assert first.message["message-id"] == second.message["message-id"]


def test_a_lost_claim_is_neither_sent_nor_marked(context):
    put()
    mine = claims.take()
    assert mine is not None
    db.session.execute(update(Message).values(claim="of somebody else"))
    db.session.commit()
    (letter,) = [claims.Letter(mine.ids[0], "ana@example.ca", b"", 0, NOON, None)]
    assert claims.letters(mine, mine.ids) == []
    claims.mark([claims.Outcome(letter, mine, "accepted", "250", NOON, NOON)])
    assert states() == ["queued"]


def test_a_claim_is_renewed_before_it_runs_out(context):
    put()
    claim = claims.take()
    assert claim is not None
    db.session.execute(update(Message).values(claimed_until=clock.now() - timedelta(seconds=5)))
    db.session.commit()
    claims.keep(claim)
    early = messages()[0].claimed_until
    claim.ends -= (lots.LEASE - lots.MARGIN).total_seconds()
    claims.keep(claim)
    late = messages()[0].claimed_until
    assert early < clock.now() < late


def test_a_claim_hides_messages_from_other_workers_until_it_is_given_back(context):
    put()
    first = claims.take()
    assert first is not None
    assert claims.take() is None
    claims.give_back(first)
    second = claims.take()
    assert second is not None and second.ids == first.ids


def test_stopping_gives_the_rest_back(app, context, serve):
    stop = Event()

    class Stopping(Mailbox):
        async def handle_DATA(self, server, session, envelope) -> str:
            stop.set()
            return await super().handle_DATA(server, session, envelope)

    serve(app, Stopping())
    for number in range(3):
        put(number)
    assert delivery.deliver(stop) == 1
    assert [(message.state, message.claim) for message in messages()] == [
        ("accepted", None), ("queued", None), ("queued", None),
    ]  # fmt: skip


def test_several_workers_at_once_never_send_twice(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    total = 3 * claims.LOT
    for number in range(total):
        put(number, address=f"a{number}@example.ca")
    db.session.rollback()
    errors: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            try:
                deliver()
            except BaseException as error:
                errors.append(error)
                raise

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(mail.recipients[0] for mail in mailbox.mails) == sorted(f"a{n}@example.ca" for n in range(total))
    assert states() == ["accepted"] * total


def test_what_was_written_while_the_clock_was_days_ahead_and_no_worker_ran_goes_out_at_once(app, context, serve):
    serve(app, Mailbox())
    with time_machine.travel(NOON, tick=False) as time:
        time.shift(timedelta(days=3))
        put()
        time.shift(-timedelta(days=3))
        assert (deliver(), states()) == (1, ["accepted"])
