"""Running a race: two processes that begin each round together."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from cohorts.core.database import db
from cohorts.core.errors import Refusal
from tests.factories.programs import a_program
from tests.proof.processes import Place, app_at, context
from tests.proof.races import RACES, YES

SECONDS = 60


@dataclass(frozen=True)
class Course:
    """A race, and how often it is run."""

    place: Place
    name: str
    rounds: int


def race(course: Course) -> list[str]:
    """Run all rounds; what went wrong."""
    start, ends = context.Barrier(2), context.Pipe()
    failures = context.SimpleQueue()
    both = [
        context.Process(target=_side, args=(side, course, start, end, failures))
        for side, end in zip((_lead, _follow), ends, strict=True)
    ]
    for process in both:
        process.start()
    # Each side holds its own end alone: whoever ends early is noticed by the other.
    for end in ends:
        end.close()
    for process in both:
        process.join()
    found = [] if failures.empty() else [failures.get()]
    return found or [f"exit {process.exitcode}" for process in both if process.exitcode]


def _side(side: Callable[..., None], course: Course, start: Any, other: Connection, failures: Any) -> None:
    try:
        with app_at(course.place) as app, app.app_context():
            side(course, start, other)
    except Exception:  # noqa: BLE001
        if not start.broken:
            failures.put(traceback.format_exc())
            start.abort()
        other.close()


def _lead(course: Course, start: Any, other: Connection) -> None:
    program_id = a_program(slug="race")
    cases = [case(program_id) for case in RACES[course.name]]
    for number in range(course.rounds):
        case = cases[number % len(cases)]
        ids = list(case.prepare())
        db.session.rollback()
        other.send(ids)
        start.wait(SECONDS)
        left = _told(case.left, ids)
        case.check(left, other.recv(), *ids)


def _follow(course: Course, start: Any, other: Connection) -> None:
    cases = RACES[course.name]
    for number in range(course.rounds):
        ids = other.recv()
        start.wait(SECONDS)
        other.send(_told(cases[number % len(cases)].right, ids))


def _told(act: Callable[..., object], ids: Sequence[int]) -> str:
    try:
        act(*ids)
    except Refusal as refusal:
        return type(refusal).__name__
    finally:
        # What only reads is over too: SQLite's writers wait for it.
        db.session.rollback()
    return YES
