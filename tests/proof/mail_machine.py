"""The machine that writes messages, lets workers, mail server and clock do whatever they may, and watches the post."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import count
from threading import Event
from typing import Any

import time_machine
from flask import current_app
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select, update

from cohorts import worker
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.broadcasts import broadcasts, laws, schedules
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.models import Broadcast
from cohorts.core import clock, tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Refusal
from cohorts.mail import outbox, servers
from cohorts.mail.models import FIRST_LANE, WAITING, Message
from cohorts.mail.servers import Way
from cohorts.programs.details import SessionDetails
from cohorts.registrations import addresses, withdrawals
from cohorts.registrations.models import Registration
from tests.factories.broadcasts import WORDS, moved
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.mail.conftest import point
from tests.proof import faults
from tests.proof.machine import chores, empty
from tests.proof.message_scenes import agree
from tests.servers.smtp import Mail
from tests.servers.unreliable import DROP, Fault, unreliable

BEGIN = datetime(2026, 3, 2, 14, tzinfo=UTC)
SESSION = BEGIN + timedelta(days=30)
DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
# Whatever went wrong, so many rounds, an hour apart, bring all of it.
ROUNDS = 60

PASSING = [
    *(Fault("connect", does) for does in ("421 later", "554 5.3.2 not today", DROP)), Fault("EHLO", "421 later"),
    *(Fault(at, does) for at in ("MAIL", "RCPT", "DATA", "dot") for does in ("421 later", "450 later", DROP)),
    Fault("text", DROP),
]  # fmt: skip
FINAL = [
    *[Fault("RCPT", "550 5.1.1 nobody here")] * 3, Fault("RCPT", "550 5.7.1 policy"), Fault("DATA", "550 5.7.1 spam"),
    Fault("dot", "550 5.7.1 spam"),
]  # fmt: skip
LOST_ANSWERS = [Fault("dot", does, keeps=True) for does in (DROP, "421 later", "451 later")]
REFUSES_US = Fault("MAIL", "550 5.7.1 not you")
FAULTS = st.one_of(*map(st.sampled_from, (PASSING, LOST_ANSWERS, FINAL, [REFUSES_US])))
JUMPS = [timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=5), DAY, -timedelta(hours=2), -DAY]

NAME = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)
ROW = (
    Message.id, Message.message_id, Message.address, Message.subject_id, Message.lane, Message.state, Message.batch,
    Message.created_at, Message.not_after, Message.give_up_at, Message.fault, Message.answer,
)  # fmt: skip

EVERYBODY = ("confirmed", "waitlisted", "withdrawn")

who = st.integers(0, 9)
people = st.integers(0, 5)
jumps = st.sampled_from(JUMPS)
numbers = count(1)


class MailMachine(RuleBasedStateMachine):
    """A cohort and its people, what they are written, and a mail server, workers and a clock that misbehave."""

    def __init__(self) -> None:
        super().__init__()
        self.rest = ExitStack()
        self.server = self.rest.enter_context(unreliable())
        self.time = self.rest.enter_context(time_machine.travel(BEGIN, tick=False))
        # By Message-ID: the bytes that were seen waiting, those that came first, how often it may come.
        self.waiting: dict[str, bytes] = {}
        self.came: dict[str, bytes] = {}
        self.times: Counter[str] = Counter()
        self.may_come: Counter[str] = Counter()
        self.order: list[str] = []
        self.known: set[int] = set()
        self.stopped: set[str] = set()
        self.read = self.unanswered = 0
        self.latest = BEGIN

    @initialize(seats=st.integers(1, 3), many=st.integers(2, 4), per_minute=st.sampled_from([0, 0, 2]))
    def begin(self, seats: int, many: int, per_minute: int) -> None:
        empty()
        # Numbers begin anew with each example: nothing of the one before is kept.
        for name in ("cohorts.forms", "cohorts.templates"):
            current_app.extensions.pop(name, None)
        point(current_app, self.server.server_address[1], MAIL_PER_MINUTE=per_minute)
        an_institution()
        self.cohort = a_cohort(
            capacity=seats, sessions=[SessionDetails(starts_at=SESSION, ends_at=SESSION + timedelta(hours=8))]
        )
        for number in range(many):
            self.register(number)

    def teardown(self) -> None:
        try:
            if hasattr(self, "cohort"):
                self.drain()
        finally:
            self.rest.close()

    # What happens to people.

    @rule(number=people)
    def register(self, number: int) -> None:
        """Each registration has a name of its own, by which its mails are known; all want to hear what is new."""
        with self.step():
            made = a_registration(self.cohort, name=f"Zed{next(numbers)}Q", email=f"p{number}@example.ca")
            agree(made.id)

    @rule(number=who)
    def withdraw(self, number: int) -> None:
        with self.step():
            registration_id = self.someone(number)
            withdrawals.withdraw(registration_id, by=applicant(registration_id))

    @rule(number=who, address=people)
    def correct_the_address(self, number: int, address: int) -> None:
        with self.step():
            registration_id = self.someone(number)
            addresses.correct(registration_id, by=applicant(registration_id), email=f"p{address}@example.ca")

    @rule(states=st.sampled_from([("confirmed", "waitlisted"), EVERYBODY, EVERYBODY]), later=st.sampled_from([0, 0, 3]))
    def write_to_many(self, states: tuple[str, ...], later: int) -> None:
        start_at = clock.now() + timedelta(hours=later) if later else None
        with self.step():
            made = broadcasts.draft(self.cohort, key=tokens.one_time(), audience=Audience(states=states), **WORDS)
            broadcasts.schedule(made, by=COMMAND_LINE, expected_version=1, key=tokens.one_time(), start_at=start_at)

    @rule(number=who)
    def stop_writing(self, number: int) -> None:
        ids = list(db.session.scalars(select(Broadcast.id).where(Broadcast.status.in_(["sending", "sent"]))))
        db.session.rollback()
        if ids:
            found = ids[number % len(ids)]
            with self.step():
                broadcasts.stop(found, by=COMMAND_LINE)
                self.stopped.add(broadcasts.batch(found))

    @rule(hours=st.sampled_from([2, 7, 23]))
    def remind(self, hours: int) -> None:
        amount = int((SESSION - clock.now()) / AN_HOUR) - hours
        with self.step():
            schedules.add(self.cohort, kind="reminder", amount=amount, unit="hours", by=COMMAND_LINE)

    @rule(floor=st.integers(1, 4))
    def change_the_place(self, floor: int) -> None:
        with self.step():
            moved(self.cohort, f"City Hall {floor}")

    # What the server, the clock and people who run it do.

    @rule(away=st.sampled_from([False, False, True]))
    def go_away_or_come_back(self, away: bool) -> None:
        self.server.is_away = away

    @rule(held=st.sampled_from([False, False, True]))
    def hold_or_release(self, held: bool) -> None:
        (servers.hold if held else servers.release)(by=COMMAND_LINE)

    @rule(jump=jumps)
    def wait(self, jump: timedelta) -> None:
        self.time.shift(jump)

    # What workers do.

    @rule()
    def write(self) -> None:
        """Another worker does all but the handing over."""
        chores()
        self.note_what_waits()

    @rule(some=st.lists(FAULTS, max_size=2), jump=st.sampled_from([None, None, *JUMPS]))
    def work(self, some: Sequence[Fault] = (), jump: timedelta | None = None) -> None:
        self.time.shift(jump or timedelta(0))
        self.server.faults[:] = some
        worker.Worker(current_app, Event()).round()

    @rule(some=st.lists(FAULTS, min_size=1, max_size=3))
    def work_with_a_server_that_misbehaves(self, some: list[Fault]) -> None:
        self.server.is_away = False
        self.work(some)

    @rule(number=st.integers(1, 12), where=st.sampled_from(["", "accepted_at="]))
    def die_at_work(self, number: int, where: str) -> None:
        """What it had handed over and not written down may come again, once its claim is over."""
        before = len(self.server.mailbox.mails)
        with faults.dying(1 if where else number, of=where), suppress(faults.Killed):
            self.work()
        states = dict(db.session.execute(select(Message.message_id, Message.state)).all())
        db.session.rollback()
        for mail in self.server.mailbox.mails[before:]:
            name = name_of(mail)
            self.may_come[name] += states[name] != "accepted"
        forget_the_dead()

    @rule()
    def work_while_an_answer_of_the_database_is_lost(self) -> None:
        with faults.at_commit(faults.passing(), is_done=True):
            self.work()
        forget_the_dead()

    # What is true whatever happened.

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        self.latest = max(self.latest, clock.now())
        rows = messages()
        self.note_answers()
        if new := self.server.mailbox.mails[self.read :]:
            by_name, people = {row.message_id: row for row in rows}, names()
            for mail in new:
                self.check_arrival(mail, by_name, people)
            assert servers.way() is not Way.HELD, "while it is held nothing goes out"
        self.read = len(self.server.mailbox.mails)
        self.known |= {row.id for row in rows}
        assert self.known == {row.id for row in rows}, "what was written stays in the outbox"
        for row in rows:
            self.check_fate(row)
        batches = Counter((row.batch, row.address.lower()) for row in rows if (row.batch or "").startswith("broadcast"))
        assert set(batches.values()) <= {1}, "an address gets a broadcast once"
        told = Counter((row.batch, row.subject_id) for row in rows if row.batch)
        assert set(told.values()) <= {1}, "who is one of many is written to once"

    def check_arrival(self, mail: Mail, rows: dict[str, Any], people: dict[int, str]) -> None:
        name = name_of(mail)
        assert name in rows, "nothing arrives that was not written"
        row = rows[name]
        assert mail.recipients == (row.address,)
        self.times[name] += 1
        assert self.times[name] <= 1 + self.may_come[name], "nothing comes twice unless its answer was lost"
        assert mail.content == self.came.setdefault(name, self.waiting.get(name, mail.content)), "the same bytes"
        said = words_of(mail)
        found = {own for own in people.values() if own in said}
        assert found == {people[row.subject_id]}, "each reads what is theirs"
        assert row.batch not in self.stopped, "what was stopped does not come any more"
        if row.lane == FIRST_LANE and name not in self.order:
            self.check_order(row, rows)
        self.order.append(name)

    def check_order(self, row: Any, rows: dict[str, Any]) -> None:
        if abs(clock.now() - row.created_at) > AN_HOUR:
            return
        missing = [
            each for each in rows.values()
            if (each.subject_id, each.lane) == (row.subject_id, FIRST_LANE) and each.id < row.id
            and each.message_id not in self.order
        ]  # fmt: skip
        # What is no longer tried keeps nobody waiting.
        before = [each for each in missing if each.state in ("queued", "accepted")]
        assert before == [], "the messages of a registration come in their order"

    def check_fate(self, row: Any) -> None:
        if row.state == "accepted":
            assert self.times[row.message_id] >= 1, "what is said to be accepted is with the server"
        elif row.state == "failed":
            tried_long_enough = row.give_up_at is not None and row.give_up_at <= clock.now()
            assert row.answer in {fault.does for fault in FINAL} or (row.answer and tried_long_enough)
            assert row.fault in ("address", "message")
        elif row.state == "dropped":
            is_late = row.not_after is not None and row.not_after <= self.latest
            assert is_late or row.batch in self.stopped, "only what is too late, or stopped, is kept back"

    # The end.

    def drain(self) -> None:
        """All is well again: whatever is written by now arrives, or says why not."""
        self.server.faults.clear()
        self.server.is_away = False
        current_app.config["MAIL_PER_MINUTE"] = 0
        servers.release(by=COMMAND_LINE)
        for _ in range(ROUNDS):
            self.work()
            self.all_is_as_it_should_be()
            rows = messages()
            for row in rows:
                if row.state == "held":
                    outbox.release(row.id, by=COMMAND_LINE)
            if is_well() and not any(row.state in WAITING for row in rows):
                break
            self.time.shift(AN_HOUR)
        states = {row.message_id: row.state for row in messages()}
        assert is_well() and set(states.values()) <= {"accepted", "failed", "dropped"}, Counter(states.values())
        assert list(laws.breaches()) == []

    # Between.

    @contextmanager
    def step(self) -> Iterator[None]:
        """What is refused changes nothing; what is written waits with these bytes."""
        db.session.rollback()
        with suppress(Refusal):
            yield
        db.session.rollback()
        self.note_what_waits()

    def note_what_waits(self) -> None:
        query = select(Message.message_id, Message.body).where(Message.body.is_not(None))
        for name, body in db.session.execute(query):
            assert self.waiting.setdefault(name, body) == body, "what is written stays as it is"
        db.session.rollback()

    def note_answers(self) -> None:
        for mail in self.server.unanswered[self.unanswered :]:
            self.may_come[name_of(mail)] += 1
        self.unanswered = len(self.server.unanswered)

    def someone(self, number: int) -> int:
        query = select(Registration.id).where(Registration.state.in_(["confirmed", "waitlisted"]))
        ids = list(db.session.scalars(query.order_by(Registration.id)))
        db.session.rollback()
        if not ids:
            raise Refusal
        return ids[number % len(ids)]


def messages() -> Sequence[Any]:
    """All of them as the database says now; nothing stays open."""
    db.session.rollback()
    found = db.session.execute(select(*ROW).order_by(Message.id)).all()
    db.session.rollback()
    return found


def names() -> dict[int, str]:
    found = dict(db.session.execute(select(Registration.id, Registration.name)).all())
    db.session.rollback()
    return found


def name_of(mail: Mail) -> str:
    """Its Message-ID."""
    return NAME.search(mail.content)[1].decode()


def words_of(mail: Mail) -> str:
    """Its headers and all that its parts say."""
    read = message_from_bytes(mail.content)
    parts = [part.get_payload(decode=True) for part in read.walk() if not part.is_multipart()]
    return "\n".join((*map(str, read.values()), *(part.decode() for part in parts)))


def is_well() -> bool:
    standing = servers.standing()
    db.session.rollback()
    return standing == servers.Standing()


@verb
def forget_the_dead() -> None:
    """As if so much time had passed that the claims of the dead are over."""
    db.session.execute(update(Message).where(Message.claim.is_not(None)).values(claimed_until=BEGIN - DAY))
