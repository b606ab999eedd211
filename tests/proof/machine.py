"""The machine that drives verbs, clock and worker beside the model, and compares after each step."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import current_app
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete, func, select

from cohorts import worker
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import Base, db, verb
from cohorts.core.errors import Refusal
from cohorts.mail.models import Message
from cohorts.programs import institution, owners
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort, Seats
from cohorts.questions import copies
from cohorts.questions import queries as forms
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.questions.types.consent import AGREED
from cohorts.registrations import (
    addresses,
    answering,
    cancellations,
    capacity,
    cohorts,
    decisions,
    held_back,
    laws,
    offers,
    registrations,
    reinstatements,
    relocations,
    transfers,
    waitlist,
    withdrawals,
)
from cohorts.registrations.models import Answer, Registration, Transfer
from cohorts.registrations.registrations import Person
from tests.factories.forms import written
from tests.factories.programs import a_program, an_institution, details
from tests.proof import model
from tests.proof.model import Entry, Model, Refused

BEGIN = datetime(2026, 3, 2, 14, tzinfo=UTC)
WORKER_IS_LATE = "Does the worker run?"
ADMISSION = ("admission", "on_free_seat", "offer_hours", "verify_email", "waitlist_limit", "last_offer_at")
ENDED = ("withdrawn", "cancelled", "rejected", "declined", "expired")
JUMPS = [timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=6), timedelta(hours=17), timedelta(hours=24)]

emails = st.sampled_from([f"{name}@example.ca" for name in "abcdef"] + ["A@Example.ca", "B@example.CA"])
which = st.integers(0, 11)
cohort_numbers = st.integers(0, 1)
flags = st.booleans()
numbers = count(1)
settings = st.fixed_dictionaries(
    {
        "admission": st.sampled_from(["open", "open", "review"]),
        "on_free_seat": st.sampled_from(["offer", "offer", "confirm"]),
        "offer_hours": st.sampled_from([1, 24, 72]),
        "verify_email": flags,
        "waitlist_limit": st.sampled_from([None, None, None, 2]),
        "last_offer_at": st.sampled_from([None, None, BEGIN + timedelta(days=4), BEGIN + timedelta(days=99)]),
        "starts": st.sampled_from([BEGIN + timedelta(days=days) for days in (5, 6, 30)]),
    }
)


def some(*states: str) -> Any:
    """A rule for when somebody is in one of these states."""
    return precondition(lambda self: any(entry.state in states for entry in self.model.entries))


class SeatsMachine(RuleBasedStateMachine):
    """Two cohorts of a program, a handful of people, and everything that can happen to them."""

    @initialize(first=settings, second=settings, seats=st.sampled_from([2, 1]), people=st.integers(3, 6))
    def begin(self, first: dict[str, Any], second: dict[str, Any], seats: int, people: int) -> None:
        empty()
        self.forms: list[Callable[[], object]] = []
        with clock.standing_at(BEGIN):
            an_institution()
            program = a_program()
            made = [self.make(program, values, seats) for values in (first, second)]
        self.ids = dict(made)
        # Numbers begin anew with each example: nothing of the one before is kept.
        current_app.extensions.pop("cohorts.forms", None)
        self.questions = {each: forms.of_cohort(each).questions for each in self.ids.values()}
        self.notice = institution.current().privacy_notice_id
        self.model = Model(BEGIN, list(self.ids))
        self.last_message, self.last_act = newest(Message), newest(Activity)
        for number in range(people):
            self.register(number=0, email=f"{'abcdef'[number]}@example.ca")

    def make(self, program: int, values: dict[str, Any], seats: int) -> tuple[model.Cohort, int]:
        values = with_end(values)
        if values["last_offer_at"] and values["last_offer_at"] > values["ends"]:
            values["last_offer_at"] = None
        cohort = model.Cohort(capacity=seats, **values)
        cohort_id = cohorts.create(
            by=COMMAND_LINE, program_id=program, details=details(**{name: values[name] for name in ADMISSION}),
            sessions=sessions(cohort), capacity=seats,
        )  # fmt: skip
        cohorts.publish(cohort_id, by=COMMAND_LINE)
        copies.replace(owners.cohort(cohort_id), [written("why"), written("photos", "consent")], by=COMMAND_LINE)
        return cohort, cohort_id

    def given(self, cohort_id: int, words: str) -> list[Given]:
        """What a form holds in which one question is answered so, and the other agreed to; nothing without words."""
        values = {"why": Value(text=words), "photos": Value(AGREED)} if words else {}
        asked = self.questions[cohort_id]
        return [Given(each, each.version_id, (values[each.key],)) for each in asked if values]

    # Comparing.

    def step(self, expect: Callable[[], object], act: Callable[[], object], *, key: bool = False) -> None:
        """Do the same to the model and to the database, and compare what is refused and what is left behind."""
        self.model.said = model.Said()
        reasons: frozenset[str] = frozenset()
        try:
            expect()
        except Refused as refused:
            reasons = refused.reasons
        raised = None
        with clock.standing_at(self.model.now):
            try:
                act()
            except Refusal as refusal:
                raised = type(refusal).__name__
        assert raised in (reasons or {None}), f"{raised} where the model says {sorted(reasons) or 'yes'}"
        if key and raised is None:
            self.forms.append(act)
        self.compare()

    def compare(self) -> None:
        self.adopt()
        for cohort, cohort_id in self.ids.items():
            self.compare_cohort(cohort, cohort_id)
        self.compare_said()
        db.session.rollback()

    def adopt(self) -> None:
        """Give the model's new entries the ids of the new rows."""
        known = {entry.id for entry in self.model.entries}
        rows = [
            id_ for id_ in db.session.scalars(select(Registration.id).order_by(Registration.id)) if id_ not in known
        ]
        new = [entry for entry in self.model.entries if entry.id is None]
        assert len(rows) == len(new), "as many new registrations as the model has"
        for entry, id_ in zip(new, rows, strict=True):
            entry.id = id_

    def compare_cohort(self, cohort: model.Cohort, cohort_id: int) -> None:
        query = select(Registration).where(Registration.cohort_id == cohort_id).order_by(Registration.id)
        found = {
            row.id: (
                row.state, row.place, row.email, row.email_key, row.name, row.offer_ends_at, row.remind_at,
                row.revision, row.link_version, row.email_proved_at is not None, row.privacy_agreed_at is not None,
            )
            for row in db.session.scalars(query.execution_options(populate_existing=True))
        }  # fmt: skip
        wanted = {
            each.id: (
                each.state, each.place, each.email, each.address, each.name, each.offer_ends, each.remind_at,
                each.revision, each.link_version, each.is_proved, each.has_agreed,
            )
            for each in self.model.entries if each.cohort is cohort
        }  # fmt: skip
        assert found == wanted
        assert self.answers_in(cohort_id) == {
            each.id: {each.answer, AGREED} for each in self.model.entries if each.cohort is cohort and each.answer
        }
        line = self.model.line(cohort)
        columns = Seats.capacity, Seats.held_back, Seats.taken, Seats.waiting, Seats.next_place
        counters = db.session.execute(select(*columns).where(Seats.cohort_id == cohort_id)).one()
        taken = self.model.taken(cohort)
        assert tuple(counters) == (cohort.capacity, cohort.held_back, taken, len(line), cohort.next_place)
        columns = Cohort.status, Cohort.closed_to_newcomers, Cohort.serves_waitlist
        switches = db.session.execute(select(*columns).where(Cohort.id == cohort_id)).one()
        assert tuple(switches) == (cohort.status, cohort.is_closed, cohort.is_served_by_itself)

    def answers_in(self, cohort_id: int) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        query = select(Answer.registration_id, Answer.text, Answer.choice).join(
            Registration, Registration.id == Answer.registration_id
        )
        for registration_id, words, choice in db.session.execute(query.where(Registration.cohort_id == cohort_id)):
            found.setdefault(registration_id, set()).add(words or choice)
        return found

    def compare_said(self) -> None:
        query = select(Message.kind, Message.address).where(Message.id > self.last_message)
        assert Counter(map(tuple, db.session.execute(query))) == Counter(self.model.said.messages)
        query = select(Activity.act, Activity.subject_type, Activity.subject_id).where(Activity.id > self.last_act)
        acts = [
            (act, *(("cohort", self.ids[what]) if what in self.ids else ("registration", what.id)))
            for act, what in self.model.said.acts
        ]
        assert Counter(map(tuple, db.session.execute(query))) == Counter(acts)
        self.last_message, self.last_act = newest(Message), newest(Activity)

    @invariant()
    def laws_hold(self) -> None:
        if not self.model.said.acts:
            return  # Nothing was written since they were checked.
        with clock.standing_at(self.model.now):
            found = [breach for breach in laws.breaches() if WORKER_IS_LATE not in breach]
        assert found == []

    @invariant()
    def who_has_a_seat_has_agreed_to_the_privacy_notice(self) -> None:
        assert all(entry.has_agreed for entry in self.model.entries if entry.state == "confirmed")

    # Choosing.

    def cohort(self, number: int) -> tuple[model.Cohort, int]:
        return list(self.ids.items())[number]

    def entry(self, number: int, *states: str) -> Entry:
        """One of those in these states, where there are any; else any."""
        entries = self.model.entries
        found = [entry for entry in entries if entry.state in states] or entries
        return found[number % len(found)]

    def anybody(self) -> bool:
        return bool(self.model.entries)

    # Applicants.

    @rule(number=cohort_numbers, email=emails)
    def register(self, number: int, email: str) -> None:
        cohort, cohort_id = self.cohort(number)
        key = f"form {next(numbers)}"
        person = Person("Ana", email, "", "en")

        def act() -> None:
            registrations.register(
                person, by=applicant(), cohort_id=cohort_id, privacy_notice_id=self.notice, one_time_key=key,
                given=self.given(cohort_id, email),
            )  # fmt: skip

        self.step(lambda: self.model.register(cohort, email), act, key=True)

    @rule(email=emails)
    def somebody_else_registers(self, email: str) -> None:
        self.register(number=0, email=email)

    @some("confirmed", "waitlisted", "pending")
    @rule(number=which)
    def withdraw(self, number: int) -> None:
        entry = self.entry(number, "confirmed", "waitlisted", "pending")
        self.step(lambda: self.model.withdraw(entry), lambda: withdrawals.withdraw(entry.id, by=applicant(entry.id)))

    @precondition(anybody)
    @rule(number=which, name=st.sampled_from(["Ana", "Bea"]))
    def edit(self, number: int, name: str) -> None:
        entry = self.entry(number)
        act = lambda: registrations.edit(  # noqa: E731
            entry.id, by=applicant(entry.id), name=name, organization="", language="en"
        )
        self.step(lambda: self.model.edit(entry, name), act)

    @precondition(anybody)
    @rule(number=which, words=st.sampled_from(["Yes", "No", ""]))
    def say(self, number: int, words: str) -> None:
        entry = self.entry(number)
        cohort_id = self.ids[entry.cohort]
        asked, given = {each.id for each in self.questions[cohort_id]}, self.given(cohort_id, words)
        act = lambda: answering.change(entry.id, given, asked=asked, by=applicant(entry.id))  # noqa: E731
        self.step(lambda: self.model.say(entry, words), act)

    @some(*model.ACTIVE)
    @rule(number=which, email=emails)
    def correct_address(self, number: int, email: str) -> None:
        entry = self.entry(number, *model.ACTIVE)
        act = lambda: addresses.correct(entry.id, by=applicant(entry.id), email=email)  # noqa: E731
        self.step(lambda: self.model.correct_address(entry, email), act)

    @some("offered")
    @rule(number=which, agrees=flags)
    def accept(self, number: int, agrees: bool) -> None:
        entry, notice = self.entry(number, "offered"), self.notice if agrees else None
        act = lambda: offers.accept(entry.id, by=applicant(entry.id), privacy_notice_id=notice)  # noqa: E731
        self.step(lambda: self.model.accept(entry, agrees=agrees), act)

    @some("offered")
    @rule(number=which)
    def decline(self, number: int) -> None:
        entry = self.entry(number, "offered")
        self.step(lambda: self.model.decline(entry), lambda: offers.decline(entry.id, by=applicant(entry.id)))

    @precondition(anybody)
    @rule(number=which, how=st.sampled_from(["withdraw", "accept", "decline", "cancel", "reinstate", "retract"]))
    def anything_on_anybody(self, number: int, how: str) -> None:
        """Acts on registrations in whatever state: what the table does not have is refused."""
        entry = self.model.entries[number % len(self.model.entries)]
        real: dict[str, Callable[[], object]] = {
            "withdraw": lambda: withdrawals.withdraw(entry.id, by=applicant(entry.id)),
            "accept": lambda: offers.accept(entry.id, by=applicant(entry.id)),
            "decline": lambda: offers.decline(entry.id, by=applicant(entry.id)),
            "cancel": lambda: cancellations.cancel(entry.id, by=COMMAND_LINE, reason="No"),
            "reinstate": lambda: reinstatements.reinstate(entry.id, by=COMMAND_LINE),
            "retract": lambda: offers.retract(entry.id, by=COMMAND_LINE),
        }
        said = {"agrees": False} if how == "accept" else {}
        self.step(lambda: getattr(self.model, how)(entry, **said), real[how])

    # Organizers: one registration.

    @some(*model.ACTIVE)
    @rule(number=which)
    def cancel(self, number: int) -> None:
        entry, key = self.entry(number, *model.ACTIVE), f"form {next(numbers)}"
        act = lambda: cancellations.cancel(entry.id, by=COMMAND_LINE, reason="No", key=key)  # noqa: E731
        self.step(lambda: self.model.cancel(entry), act, key=entry.state != "cancelled")

    @some("offered")
    @rule(number=which)
    def retract(self, number: int) -> None:
        entry, key = self.entry(number, "offered"), f"form {next(numbers)}"
        act = lambda: offers.retract(entry.id, by=COMMAND_LINE, reason="No", key=key)  # noqa: E731
        self.step(lambda: self.model.retract(entry), act, key=True)

    @some("waitlisted")
    @rule(number=which)
    def move_to_end(self, number: int) -> None:
        entry, key = self.entry(number, "waitlisted"), f"form {next(numbers)}"
        act = lambda: waitlist.move_to_end(entry.id, by=COMMAND_LINE, key=key)  # noqa: E731
        self.step(lambda: self.model.move_to_end(entry), act, key=True)

    @some(*ENDED)
    @rule(number=which)
    def reinstate(self, number: int) -> None:
        entry, key = self.entry(number, *ENDED), f"form {next(numbers)}"
        act = lambda: reinstatements.reinstate(entry.id, by=COMMAND_LINE, key=key)  # noqa: E731
        self.step(lambda: self.model.reinstate(entry), act, key=True)

    @some(*model.ACTIVE)
    @rule(number=which, to=cohort_numbers)
    def move(self, number: int, to: int) -> None:
        entry, key = self.entry(number, *model.ACTIVE), f"form {next(numbers)}"
        cohort, cohort_id = self.cohort(to)
        act = lambda: relocations.move(entry.id, to=cohort_id, by=COMMAND_LINE, key=key)  # noqa: E731
        self.step(lambda: self.model.move(entry, cohort), act, key=True)

    @some(*model.ACTIVE)
    @rule(number=which, email=emails)
    def propose(self, number: int, email: str) -> None:
        entry, key = self.entry(number, *model.ACTIVE), f"form {next(numbers)}"

        def act() -> None:
            transfers.propose(entry.id, by=COMMAND_LINE, name="Bo", email=email, language="en", key=key)

        self.step(lambda: self.model.propose(entry, email), act, key=True)

    @precondition(lambda self: bool(self.model.invitations))
    @rule(number=which)
    def call_off(self, number: int) -> None:
        entry = list(self.model.invitations)[number % len(self.model.invitations)]
        self.step(lambda: self.model.call_off(entry), lambda: transfers.call_off(entry.id, by=COMMAND_LINE))

    @precondition(lambda self: bool(self.model.invitations))
    @rule(number=which)
    def agree(self, number: int) -> None:
        found = list(self.model.invitations.values())
        invitation = found[number % len(found)]
        query = select(Transfer.id, Transfer.version).where(Transfer.registration_id == invitation.entry.id)
        id_, version = db.session.execute(query).one()
        person = Person("Bo", invitation.email, "", "en")

        def act() -> None:
            by = applicant(invitation.entry.id)
            given = self.given(self.ids[invitation.entry.cohort], "Bo")
            transfers.agree(id_, version, by=by, person=person, privacy_notice_id=self.notice, given=given)

        self.step(lambda: self.model.agree(invitation), act)

    # Organizers: many, and the cohort.

    @some("waitlisted")
    @rule(number=cohort_numbers, many=st.sampled_from([1, 1, 2]))
    def make_next(self, number: int, many: int) -> None:
        (cohort, cohort_id), key = self.cohort(number), f"form {next(numbers)}"
        act = lambda: offers.make_next(cohort_id, many, by=COMMAND_LINE, key=key)  # noqa: E731
        self.step(lambda: self.model.make_next(cohort, many), act, key=True)

    @some("pending", "waitlisted")
    @rule(
        chosen=st.sets(which, min_size=1, max_size=3), stale=st.sampled_from([0, 0, 0, 1]),
        act=st.sampled_from(decisions.ACTS), reason=st.sampled_from(["", "A speaker"]),
    )  # fmt: skip
    def decide(self, chosen: set[int], stale: int, act: str, reason: str) -> None:
        entries = {self.entry(number, "pending", "waitlisted") for number in chosen}
        cohort = self.entry(min(chosen), "pending", "waitlisted").cohort
        shown = {entry: entry.revision - stale for entry in entries}
        revisions, key = {entry.id: revision for entry, revision in shown.items()}, f"form {next(numbers)}"

        def real() -> None:
            decisions.decide(self.ids[cohort], act, revisions, by=COMMAND_LINE, note="Hello", reason=reason, key=key)

        self.step(lambda: self.model.decide(cohort, act, shown, reason=reason), real, key=True)

    @rule(number=cohort_numbers, on=flags)
    def serve_by_itself(self, number: int, on: bool) -> None:
        cohort, cohort_id = self.cohort(number)
        act = "serve_waitlist" if on else "rest_waitlist"
        self.step(
            lambda: self.model.switch(cohort, "is_served_by_itself", act, on=on),
            lambda: waitlist.serve_by_itself(cohort_id, on, by=COMMAND_LINE),
        )

    @rule(number=cohort_numbers, many=st.sampled_from([1, 0, 2]))
    def hold(self, number: int, many: int) -> None:
        cohort, cohort_id = self.cohort(number)
        expect = lambda: self.model.resize(cohort, cohort.capacity, many)  # noqa: E731
        self.step(expect, lambda: held_back.hold(cohort_id, many, by=COMMAND_LINE))

    @precondition(lambda self: any(cohort.held_back for cohort in self.ids))
    @rule(number=cohort_numbers, email=emails)
    def give(self, number: int, email: str) -> None:
        (cohort, cohort_id), key = self.cohort(number), f"form {next(numbers)}"
        person = Person("Ana", email, "", "en")
        act = lambda: held_back.give(cohort_id, person, by=COMMAND_LINE, one_time_key=key)  # noqa: E731
        self.step(lambda: self.model.give(cohort, email), act, key=True)

    @rule(number=cohort_numbers, many=st.sampled_from([2, 1, 3, 0]))
    def set_capacity(self, number: int, many: int) -> None:
        cohort, cohort_id = self.cohort(number)
        expect = lambda: self.model.resize(cohort, many, cohort.held_back)  # noqa: E731
        self.step(expect, lambda: capacity.set_capacity(cohort_id, many, by=COMMAND_LINE))

    @rule(number=cohort_numbers, values=settings)
    def change_cohort(self, number: int, values: dict[str, Any]) -> None:
        cohort, cohort_id = self.cohort(number)
        values = with_end(values)
        wanted, seats = replace(cohort, **values), cohort.capacity
        row = db.session.get_one(Cohort, cohort_id)
        said = details(slug=row.slug, **{name: values[name] for name in ADMISSION})

        def act() -> None:
            cohorts.edit(cohort_id, by=COMMAND_LINE, details=said, sessions=sessions(wanted), capacity=seats)

        self.step(lambda: self.model.change(cohort, values), act)

    @rule(number=cohort_numbers, closed=flags)
    def close_or_reopen(self, number: int, closed: bool) -> None:
        cohort, cohort_id = self.cohort(number)
        act, name = (cohorts.close, "close") if closed else (cohorts.reopen, "reopen")
        expect = lambda: self.model.switch(cohort, "is_closed", name, on=closed)  # noqa: E731
        self.step(expect, lambda: act(cohort_id, by=COMMAND_LINE))

    @rule(number=cohort_numbers, act=st.sampled_from(["publish", "publish", "unpublish", "archive"]))
    def change_status(self, number: int, act: str) -> None:
        cohort, cohort_id = self.cohort(number)
        self.step(lambda: self.model.to_status(cohort, act), lambda: getattr(cohorts, act)(cohort_id, by=COMMAND_LINE))

    @rule(number=cohort_numbers, really=st.sampled_from([False, False, True]))
    def cancel_cohort(self, number: int, really: bool) -> None:
        if not really:
            return
        cohort, cohort_id = self.cohort(number)
        expect = lambda: self.model.to_status(cohort, "cancel")  # noqa: E731
        self.step(expect, lambda: cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Storm"))

    # Time, the worker, and forms that are sent again.

    @rule(jump=st.sampled_from(JUMPS))
    def wait(self, jump: timedelta) -> None:
        self.model.now += jump

    @rule(jump=st.sampled_from(JUMPS[2:]))
    def wait_and_work(self, jump: timedelta) -> None:
        self.model.now += jump
        self.work()

    @precondition(lambda self: self.model.is_work_due())
    @rule()
    def work(self) -> None:
        self.step(self.model.work, chores)
        with clock.standing_at(self.model.now):
            assert list(laws.breaches()) == []

    @precondition(lambda self: bool(self.forms))
    @rule(number=st.integers(0, 99))
    def send_a_form_again(self, number: int) -> None:
        """Whatever happened since: what a form has done, it does not do twice."""
        self.step(lambda: None, self.forms[number % len(self.forms)])


def chores() -> None:
    for chore in worker.CHORES:
        while chore():
            pass


def newest(table: type[Message] | type[Activity]) -> int:
    return db.session.scalar(select(func.max(table.id))) or 0


@verb
def empty() -> None:
    """A clean state for each example: much faster than another database."""
    for table in reversed(Base.metadata.sorted_tables):
        db.session.execute(delete(table))


def with_end(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "ends": values["starts"] + timedelta(days=1, hours=8)}


def sessions(cohort: model.Cohort) -> list[SessionDetails]:
    first = cohort.starts + timedelta(hours=8)
    return [
        SessionDetails(starts_at=cohort.starts, ends_at=first),
        SessionDetails(starts_at=cohort.ends - timedelta(hours=8), ends_at=cohort.ends),
    ]
