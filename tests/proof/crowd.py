"""A crowd: each process runs random verbs on the same cohorts, and keeps a log of what it asked and was told."""

import json
import os
import random
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError

from cohorts.activity.actors import Actor
from cohorts.core import clock, outages
from cohorts.core.database import db, verb
from cohorts.core.errors import Busy, Refusal
from cohorts.registrations import (
    cancellations,
    capacity,
    cohorts,
    decisions,
    held_back,
    offers,
    registrations,
    reinstatements,
    relocations,
    transfers,
    waitlist,
    withdrawals,
)  # fmt: skip
from cohorts.registrations.models import Registration, Transfer
from cohorts.registrations.registrations import Person
from tests.proof.processes import Place, app_at

YES, NO, UNKNOWN, FAILED = "yes", "no", "unknown", "failed"
ACTS_OF_A_CLIENT = 100_000
LATER = timedelta(days=4)


@dataclass(frozen=True)
class Task:
    """What one process is to do, and where it writes down what it was told."""

    place: Place
    cohort_ids: Sequence[int]
    number: int
    seed: int
    seconds: float
    log: Path


@dataclass
class Asking:
    """One act that is about to be asked for: who asks, for what, by chance."""

    chance: random.Random
    actor: Actor
    cohort_id: int
    other_id: int
    someone: Registration | None

    @property
    def key(self) -> str:
        """The form's one-time key."""
        return f"key-{self.actor.key}"

    def person(self) -> Person:
        """Somebody, now and then one whose address is known already."""
        number = self.chance.randrange(12) if self.chance.random() < 0.15 else self.actor.key
        return Person(f"Ana Roy {number}", f"ana{number}@example.ca", "", self.chance.choice(("en", "fr")))


def run(task: Task) -> None:
    """Ask for one thing after the other until the time is over; nobody but SIGKILL stops it earlier."""
    chance, until, act = random.Random(task.seed), time.monotonic() + task.seconds, 0
    lost: list[bool] = []
    with app_at(task.place) as app, Log(task.log) as log:
        with app.app_context():
            event.listen(db.engine, "handle_error", lambda failure: lost.append(failure.is_disconnect))
        while time.monotonic() < until:
            act += 1
            actor = Actor("organizer", task.number * ACTS_OF_A_CLIENT + act)
            lost.clear()
            with app.app_context():
                _ask(app, log, chance, actor, task.cohort_ids, lost)


class Log:
    """Lines that are in the file as soon as they are written, whatever becomes of the process."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self.file)

    def write(self, **said: object) -> None:
        """Add a line."""
        os.write(self.file, (json.dumps(said) + "\n").encode())


def _ask(app: Flask, log: Log, chance: random.Random, actor: Actor, cohort_ids: Sequence[int], lost: list) -> None:
    name = chance.choices(list(VERBS), [weight for weight, _ in VERBS.values()])[0]
    cohort_id, other_id = chance.sample(cohort_ids, 2)
    try:
        asking = Asking(chance, actor, cohort_id, other_id, _someone(cohort_id, WANTED.get(name)))
    except DBAPIError:
        # The server is away: only verbs wait for it.
        time.sleep(0.1)
        return
    subject = asking.someone.id if asking.someone else None
    log.write(act=actor.key, asked=name, subject=subject, cohort=cohort_id)
    told, what = _told(VERBS[name][1], asking)
    # An answer that was lost on the way is asked for again, and may meet what others did meanwhile.
    log.write(act=actor.key, told=UNKNOWN if told == NO and any(lost) else told, what=what)


def _told(act: Callable[[Asking], object], asking: Asking) -> tuple[str, object]:
    try:
        return YES, act(asking)
    except Refusal as refusal:
        return NO, type(refusal).__name__
    except Busy:
        return UNKNOWN, None
    except Exception:  # noqa: BLE001
        return FAILED, traceback.format_exc()


def _someone(cohort_id: int, states: Sequence[str] | None) -> Registration | None:
    query = select(Registration).where(Registration.cohort_id == cohort_id)
    if states:
        query = query.where(Registration.state.in_(states))
    return db.session.scalar(query.order_by(func.random()).limit(1))


def _id(asking: Asking) -> int:
    return asking.someone.id if asking.someone else 0


def _register(asking: Asking) -> object:
    outcome = registrations.register(
        asking.person(), by=asking.actor, cohort_id=asking.cohort_id, privacy_notice_id=1, one_time_key=asking.key
    )
    return outcome.reference


def _decide(asking: Asking) -> None:
    act = asking.chance.choice(decisions.ACTS)
    if asking.someone:
        chosen = {asking.someone.id: asking.someone.revision}
        decisions.decide(asking.cohort_id, act, chosen, by=asking.actor, reason="Speaks", key=asking.key)
    else:
        offers.make_next(asking.cohort_id, 1, by=asking.actor, key=asking.key)


def _agree(asking: Asking) -> None:
    # Read once: after an act the row is read again, and only verbs wait for a server that is away.
    person, subject = asking.person(), _id(asking)
    transfers.propose(subject, by=asking.actor, name=person.name, email=person.email, language="en", key=asking.key)
    for transfer_id, version in _invitations(subject):
        transfers.agree(transfer_id, version, by=asking.actor, person=person, privacy_notice_id=1)


@verb
def _invitations(registration_id: int) -> list[tuple[int, str]]:
    query = select(Transfer.id, Transfer.version).where(Transfer.registration_id == registration_id)
    return [(row.id, row.version) for row in db.session.execute(query)]


def _let_time_pass(asking: Asking) -> None:
    with clock.standing_at(clock.now() + LATER):
        for chore in (offers.remind_due, offers.expire_due, cancellations.carry_on):
            try:
                chore()
            except DBAPIError as error:
                # As in the worker: what it could not look for it looks for in the next round.
                if not outages.may_pass(error):
                    raise


def _switch(asking: Asking) -> None:
    asking.chance.choice((cohorts.close, *[cohorts.reopen] * 4))(asking.cohort_id, by=asking.actor)


# Each with how often it is asked for.
VERBS: dict[str, tuple[int, Callable[[Asking], object]]] = {
    "register": (30, _register),
    "withdraw": (12, lambda a: withdrawals.withdraw(_id(a), by=a.actor)),
    "accept": (10, lambda a: offers.accept(_id(a), by=a.actor, privacy_notice_id=1)),
    "decline": (4, lambda a: offers.decline(_id(a), by=a.actor)),
    "cancel": (4, lambda a: cancellations.cancel(_id(a), by=a.actor, reason="Asked by phone", key=a.key)),
    "retract": (3, lambda a: offers.retract(_id(a), by=a.actor, key=a.key)),
    "reinstate": (4, lambda a: reinstatements.reinstate(_id(a), by=a.actor, key=a.key)),
    "move_to_end": (3, lambda a: waitlist.move_to_end(_id(a), by=a.actor, key=a.key)),
    "decide": (8, _decide),
    "offer_next": (4, lambda a: offers.make_next(a.cohort_id, a.chance.randint(1, 2), by=a.actor, key=a.key)),
    "set_capacity": (5, lambda a: capacity.set_capacity(a.cohort_id, a.chance.randint(2, 7), by=a.actor)),
    "hold": (3, lambda a: held_back.hold(a.cohort_id, a.chance.randint(0, 2), by=a.actor)),
    "give": (3, lambda a: held_back.give(a.cohort_id, a.person(), by=a.actor, one_time_key=a.key)),
    "move": (6, lambda a: relocations.move(_id(a), to=a.other_id, by=a.actor, key=a.key)),
    "agree": (4, _agree),
    "switch": (2, _switch),
    "serve_by_itself": (2, lambda a: waitlist.serve_by_itself(a.cohort_id, a.chance.random() < 0.8, by=a.actor)),
    "let_time_pass": (3, _let_time_pass),
}
# Whom an act is mostly about; the rest is refused.
WANTED = {
    "accept": ["offered"], "decline": ["offered"], "retract": ["offered"], "move_to_end": ["waitlisted"],
    "reinstate": ["withdrawn", "cancelled", "declined", "expired", "rejected"], "decide": ["pending", "waitlisted"],
    "withdraw": ["confirmed", "waitlisted", "pending", "offered"], "agree": ["confirmed", "waitlisted"],
    "move": ["confirmed", "waitlisted", "offered", "pending"],
}  # fmt: skip
