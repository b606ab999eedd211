"""How things stand with the mail server: breaker, hold, refusal, throttle, lanes; on both databases."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import ahead, claims, delivery, lots, outbox, servers
from cohorts.mail.connection import Unavailable
from cohorts.mail.models import BULK_LANE, Message
from cohorts.mail.servers import Standing, Way
from tests.mail.conftest import Moody, point, put
from tests.servers.smtp import Mailbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def time():
    """A clock that stands at noon until it is moved."""
    with time_machine.travel(NOON, tick=False) as time:
        yield time


def deliver(**options) -> int:
    return delivery.deliver(Event(), **options)


def messages() -> list[Message]:
    db.session.expire_all()
    return db.session.query(Message).order_by(Message.id).all()


def states() -> list[str]:
    return [message.state for message in messages()]


def fail(match: str = ".") -> None:
    with pytest.raises(Unavailable, match=match):
        deliver()


class Refusing(Mailbox):
    """Refuses every sender, for a while."""

    refuses = True

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        if self.refuses:
            return "550 5.7.1 not you"
        envelope.mail_from = address
        return "250 OK"


def test_at_first_all_is_well(context):
    assert (servers.standing(), servers.way()) == (Standing(), Way.OPEN)


def test_a_server_that_is_away_is_looked_at_again_after_growing_pauses(app, context, time):
    point(app, 1)
    put()
    pauses = []
    for _ in range(10):
        fail("refused")
        assert servers.way() is Way.SHUT
        pauses.append(servers.standing().probe_at - clock.now())
        time.move_to(servers.standing().probe_at)
        assert servers.way() is Way.PROBE
    assert timedelta(seconds=4) <= pauses[0] <= timedelta(seconds=5)
    assert pauses[:6] == sorted(pauses[:6])
    assert timedelta(minutes=4) <= pauses[-1] <= timedelta(minutes=5)
    assert servers.standing().down_since == NOON


def test_only_one_worker_looks(app, context, time):
    point(app, 1)
    put()
    fail()
    time.move_to(servers.standing().probe_at)
    assert [servers.begin_probe(), servers.begin_probe()] == [True, False]
    time.shift(servers.ONE_PROBE)
    assert servers.begin_probe() is True


def test_a_clock_that_went_back_does_not_keep_the_server_away(app, context, time):
    point(app, 1)
    put()
    fail()
    time.shift(timedelta(days=-1))
    assert servers.way() is Way.PROBE


def test_an_outage_of_three_days_costs_no_message_its_time(app, context, serve, time):
    serve(app, Moody(to_recipient=["450 later"]))
    put(1)
    deliver()
    point(app, 1)
    put(2)
    fail()
    time.shift(timedelta(hours=72))
    serve(app, Mailbox())
    assert deliver() == 2
    assert states() == ["accepted", "accepted"]
    assert messages()[0].give_up_at == NOON + timedelta(hours=48 + 72)
    assert servers.standing() == Standing()


def test_a_message_that_upsets_the_server_is_not_the_one_it_is_probed_with_for_ever(app, context, serve, time):
    mailbox = Moody(to_recipient=["421 4.7.0 not this one"] * 2)
    serve(app, mailbox)
    put(1)
    put(2)
    fail("421")
    assert [message.attempts for message in messages()] == [0, 0]
    time.move_to(servers.standing().probe_at)
    fail("421")
    assert [message.attempts for message in messages()] == [1, 0]
    time.move_to(servers.standing().probe_at)
    assert deliver() == 1
    assert states() == ["queued", "accepted"]


def test_two_lines_that_break_one_after_the_other_are_the_server_s_fault(app, context, serve, time):
    serve(app, Moody(to_content=["hang up"] * 3))
    for number in range(3):
        put(number)
    fail()
    assert [message.attempts for message in messages()] == [1, 1, 0]
    assert servers.standing().down_since == NOON


def test_a_refused_sender_waits_for_a_human(app, context, serve, time):
    mailbox = Refusing()
    serve(app, mailbox)
    put()
    fail("550 5.7.1 not you")
    time.shift(timedelta(hours=60))
    fail("550 5.7.1 not you")
    standing = servers.standing()
    assert (standing.refused_at, standing.reason, standing.down_since) == (NOON, "550 5.7.1 not you", None)
    servers.release(by=COMMAND_LINE)
    mailbox.refuses = False
    assert deliver() == 1
    assert servers.standing() == Standing()


def test_other_settings_end_a_refusal(app, context, serve, time):
    serve(app, Refusing())
    put()
    fail("not you")
    serve(app, Mailbox())
    assert deliver() == 1
    assert states() == ["accepted"]


def test_nothing_goes_out_while_it_is_held_and_nothing_loses_its_time(app, context, serve, time):
    serve(app, Mailbox())
    servers.hold(by=COMMAND_LINE)
    servers.hold(by=COMMAND_LINE)
    put()
    time.shift(timedelta(hours=60))
    assert (deliver(), states()) == (0, ["queued"])
    servers.release(by=COMMAND_LINE)
    assert (deliver(), states()) == (1, ["accepted"])
    assert servers.standing() == Standing()


def test_a_minute_has_room_for_so_many_and_keeps_some_for_the_first_lane(app, context, serve, time):
    mailbox = Mailbox()
    serve(app, mailbox, MAIL_PER_MINUTE=10)
    for number in range(12):
        put(number, lane=BULK_LANE, address=f"b{number}@example.ca")
    assert (deliver(), deliver()) == (9, 0)
    put(20)
    put(21)
    assert (deliver(), deliver()) == (1, 0)
    time.shift(timedelta(minutes=1))
    assert deliver() == 4
    app.config["MAIL_PER_MINUTE"] = 0


def test_what_is_not_handed_over_does_not_count(app, context, serve, time):
    serve(app, Moody(to_recipient=["421 closing"]), MAIL_PER_MINUTE=3)
    for number in range(3):
        put(number)
    fail("421")
    time.move_to(servers.standing().probe_at)
    assert deliver() == 3
    app.config["MAIL_PER_MINUTE"] = 0


def test_one_person_s_mail_overtakes_what_is_written_to_many(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    for number in range(3):
        put(number, lane=BULK_LANE, address=f"b{number}@example.ca")
    put(9)
    assert deliver() == 4
    assert mailbox.mails[0].recipients == ("ana@example.ca",)


def test_a_lot_to_many_stops_for_a_fresh_confirmation(app, context, serve, monkeypatch):
    class Fresh(Mailbox):
        async def handle_DATA(self, server, session, envelope) -> str:
            answer = await super().handle_DATA(server, session, envelope)
            if len(self.mails) == 1:
                with app.app_context():
                    put(9)
            return answer

    monkeypatch.setattr(delivery, "SECONDS_BETWEEN_LOOKS", 0)
    mailbox = Fresh()
    serve(app, mailbox)
    for number in range(20):
        put(number + 10, lane=BULK_LANE, address=f"b{number}@example.ca")
    assert deliver() == 21
    assert mailbox.mails[1].recipients == ("ana@example.ca",)


def test_what_is_stopped_while_it_goes_out_stops(app, context, serve, monkeypatch):
    class Stopped(Mailbox):
        async def handle_DATA(self, server, session, envelope) -> str:
            answer = await super().handle_DATA(server, session, envelope)
            with app.app_context():
                outbox.drop_batch("broadcast:1")
                db.session.commit()
            return answer

    monkeypatch.setattr(ahead, "FRESH_FOR", 0)
    serve(app, Stopped())
    for number in range(20):
        put(number, lane=BULK_LANE, batch="broadcast:1", address=f"b{number}@example.ca")
    assert (deliver(), deliver()) == (1, 0)
    assert [message.state for message in messages()] == ["accepted", *["dropped"] * 19]


def about_one(*causes: int) -> None:
    for cause in causes:
        put(cause, address=f"a{cause}@example.ca", subject=("registration", 7))


def test_messages_about_one_registration_keep_their_order_for_an_hour(app, context, serve, time):
    mailbox = Moody(to_recipient=["450 later"] * 40)
    serve(app, mailbox)
    about_one(1, 2)
    put(3)
    deliver()
    assert [message.attempts for message in messages()] == [1, 0, 1]
    time.shift(timedelta(minutes=61))
    deliver()
    assert messages()[1].attempts == 1


def test_they_go_out_together_when_nothing_is_wrong(app, context, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    about_one(1, 2, 3)
    assert deliver() == 3
    assert [mail.recipients[0] for mail in mailbox.mails] == ["a1@example.ca", "a2@example.ca", "a3@example.ca"]


def test_an_address_that_does_not_exist_is_told_with_its_answer(app, context, serve):
    serve(app, Moody(to_recipient=["550 5.1.1 nobody here", "550 5.7.1 policy"]))
    bad = []
    for number in range(3):
        put(number, address=f"a{number}@example.ca")
    assert deliver(on_bad_address=lambda *told: bad.append(told)) == 1
    assert bad == [("a0@example.ca", "550 5.1.1 nobody here")]
    assert [message.fault for message in messages()] == ["address", "message", None]


def test_a_claim_that_ends_further_away_than_any_lease_is_free(context):
    put()
    claims.take()
    messages()[0].claimed_until = clock.now() + timedelta(hours=23)
    db.session.commit()
    assert claims.take() is not None


def test_a_renewal_that_finds_the_claim_lost_says_so(context):
    put()
    claim = claims.take()
    messages()[0].claim = "of somebody else"
    db.session.commit()
    assert claims.keep(claim) is True
    claim.ends -= (lots.LEASE - lots.MARGIN).total_seconds()
    assert claims.keep(claim) is False
