"""Many processes, each with an app and a connection of its own, that do the same at the same moment."""

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psycopg
from flask import Flask

from cohorts import create_app
from cohorts.activity.actors import applicant
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.registrations import queries, registrations, withdrawals
from cohorts.registrations.registrations import Person
from cohorts.settings import Settings
from tests.bench.statements import Replay, Statement

WARM_UP = 8
# Each client is forked from a process that has loaded everything once.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([__name__])
numbers = count()


@dataclass(frozen=True)
class Work:
    """What each client does: one of ACTS, on this database and cohort."""

    act: str
    database: str
    folder: Path
    cohort_id: int
    notice_id: int = 1
    statements: tuple[Statement, ...] = ()


class Rate(NamedTuple):
    """How many a second all clients did together, and the longest that one of them waited, in seconds."""

    per_second: float
    longest: float


def rate(clients: int, work: Work, seconds: float) -> Rate:
    """Let so many clients work for `seconds`; an error of one of them ends the run."""
    ready = processes.Barrier(clients)
    pipes = [processes.Pipe(duplex=False) for _ in range(clients)]
    started = [processes.Process(target=_client, args=(ready, pipe[1], work, seconds)) for pipe in pipes]
    for process in started:
        process.start()
    for _, sent in pipes:
        sent.close()
    told = [received.recv() for received, _ in pipes]
    for process in started:
        process.join()
    errors = [each for each in told if isinstance(each, str)]
    if errors:
        raise RuntimeError(errors[0])
    return Rate(sum(done for done, _ in told) / seconds, max(longest for _, longest in told))


def _client(ready, pipe, work: Work, seconds: float) -> None:
    try:
        with ACTS[work.act](work) as act:
            for _ in range(WARM_UP):
                act()
            ready.wait()
            times, until = [], time.perf_counter() + seconds
            while (began := time.perf_counter()) < until:
                act()
                times.append(time.perf_counter() - began)
        pipe.send((len(times), max(times, default=0.0)))
    except Exception:  # noqa: BLE001
        ready.abort()
        pipe.send(traceback.format_exc())


@contextmanager
def app_of(work: Work) -> Iterator[Flask]:
    """An app on this database, as a web worker has it."""
    settings = Settings(
        environment="testing", secret_key="x" * 40, database_url=work.database, instance=str(work.folder)
    )
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def _registering(work: Work) -> Iterator[Callable[[], object]]:
    with app_of(work) as app:

        def act() -> None:
            with app.app_context():
                somebody_new(work)

        yield act


@contextmanager
def _coming_and_going(work: Work) -> Iterator[Callable[[], object]]:
    last: list[int] = []
    with app_of(work) as app:

        def act() -> None:
            with app.app_context():
                if last:
                    who = last.pop()
                    withdrawals.withdraw(who, by=applicant(who))
                else:
                    reference = somebody_new(work).reference
                    last.append(queries.by_reference(reference).id)

        yield act


@contextmanager
def _bare(work: Work) -> Iterator[Callable[[], object]]:
    with psycopg.connect(work.database, autocommit=True) as connection:
        yield Replay(connection, work.statements)


ACTS = {"register": _registering, "mixed": _coming_and_going, "bare": _bare}


def somebody_new(work: Work) -> registrations.Outcome:
    """Register a person whom nobody has seen yet."""
    key = tokens.one_time()
    person = Person("Amélie Tremblay", f"amelie.{key}@example.org".lower(), "", "en")
    return registrations.register(
        person, by=applicant(), cohort_id=work.cohort_id, privacy_notice_id=work.notice_id, one_time_key=key
    )
