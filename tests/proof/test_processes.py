"""Processes of their own, killed in the middle, on a database that crashes: what was told is there, in order."""

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cohorts import create_app
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations import cancellations, laws, offers
from tests.databases import migrate
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.proof import crowd, racing, trail
from tests.proof.processes import Place, context
from tests.servers import postgresql

SOAK = "COHORTS_SOAK" in os.environ
CLIENTS, SECONDS = 8, 120.0 if SOAK else 8.0
ROUNDS = 3000 if SOAK else 150
SEED = random.randrange(10**9) if SOAK else 4
CAPACITY = 3
# What the trail calls each act that is not called the same there.
CALLED = {"give": {"give", "offer"}, "agree": {"transfer", "agree"}, "decide": {"decide", "offer_next"}}
ONCE = ("register", "withdraw", "cancel", "accept", "retract", "reinstate", "move", "decide", "offer_next", "agree")
# These change nothing where all is so already.
MAY_CHANGE_NOTHING = {"set_capacity", "hold", "switch", "serve_by_itself", "let_time_pass"}
# These are done where somebody else has brought it about.
ALREADY = {"withdraw": "withdrawn", "accept": "confirmed", "decline": "declined", "cancel": "cancelled"}


@pytest.fixture
def crashing(settings, database, home) -> Iterator[tuple[Any, Any]]:
    """Settings of a database, and what makes it crash; on PostgreSQL a server of its own, which loses nothing."""
    if settings.database_url.startswith("sqlite"):
        yield settings, lambda: None
        return
    folder = home / f"crashing-{os.getpid()}"
    folder.mkdir()
    try:
        address = postgresql.create(postgresql.start(folder, safe=True), "crowd")
        migrate(address, folder)
        yield replace(settings, database_url=address), lambda: postgresql.crash(folder)
    finally:
        postgresql.stop(folder)


def some_cohorts() -> list[int]:
    program = a_program()
    kinds = ({}, {"on_free_seat": "offer"}, {"admission": "review", "on_free_seat": "offer"}, {"verify_email": True})
    return [a_cohort(program_id=program, capacity=CAPACITY, **kind) for kind in kinds]


def let_them_run(place: Place, cohort_ids: list[int], folder: Path, crash) -> list[Path]:
    """Eight clients at once; some are killed and replaced, the database crashes; the logs of all."""
    chance, numbers, logs = random.Random(SEED), count(1), []

    def start(seconds: float):
        number = next(numbers)
        logs.append(folder / f"client-{number}.log")
        task = crowd.Task(place, cohort_ids, number, SEED + number, seconds, logs[-1])
        process = context.Process(target=crowd.run, args=(task,))
        process.start()
        return process

    until = time.monotonic() + SECONDS
    crashes = [until - SECONDS * part for part in (0.3, 0.6)]
    running = [start(SECONDS) for _ in range(CLIENTS)]
    while (left := until - time.monotonic()) > 0:
        time.sleep(chance.uniform(0.4, 1.0))
        victim = chance.randrange(CLIENTS)
        running[victim].kill()
        running[victim].join()
        running[victim] = start(max(left, 0.1))
        if crashes and time.monotonic() > crashes[-1]:
            crashes.pop()
            crash()
    for process in running:
        process.join()
        assert process.exitcode == 0
    return logs


def read(logs: list[Path]) -> dict[int, dict[str, Any]]:
    """Each act with what was asked and told; who was killed was told nothing."""
    acts: dict[int, dict[str, Any]] = {}
    for line in (line for log in logs if log.exists() for line in log.read_text().splitlines()):
        with suppress(json.JSONDecodeError):
            said = json.loads(line)
            acts.setdefault(said["act"], {"told": crowd.UNKNOWN}).update(said)
    return acts


def broken_words(acts: dict[int, dict[str, Any]]) -> Iterator[str]:
    """A sentence for each thing that was told and is not so."""
    trails: dict[int, list[str]] = {}
    been: set[tuple[int, str | None]] = set()
    for entry in db.session.scalars(select(Activity)):
        trails.setdefault(entry.actor_key or 0, []).append(entry.act)
        been |= {(entry.subject_id, value.new) for value in entry.values if value.name == "state"}
    for number, act in acts.items():
        found = trails.get(number, [])
        if act["told"] == crowd.FAILED:
            yield f"{act['asked']} ended in an error: {act['what']}"
        if act["told"] == crowd.NO and act["asked"] != "agree" and found:
            yield f"{act} was refused, and the trail says {found}"
        if act["told"] == crowd.YES and not is_there(act, found, been):
            yield f"{act} was done, and the trail says {found or 'nothing'}"
        if any(found.count(name) > 1 for name in ONCE):
            yield f"{act} was done twice: {found}"


def is_there(act: dict[str, Any], found: list[str], been: set[tuple[int, str | None]]) -> bool:
    """Whether what was told is in the trail, by this act, or by another one that brought the same about."""
    asked = act["asked"]
    already = asked in ALREADY and (act["subject"], ALREADY[asked]) in been
    return asked in MAY_CHANGE_NOTHING or already or bool(CALLED.get(asked, {asked}) & set(found))


def do_all_chores() -> None:
    """What the worker does in the end."""
    with clock.standing_at(clock.now() + crowd.LATER):
        for chore in (cancellations.carry_on, offers.expire_due, offers.remind_due):
            while chore():
                pass


def test_what_a_crowd_was_told_is_so_though_clients_are_killed_and_the_database_crashes(crashing, tmp_path):
    settings, crash = crashing
    app: Flask = create_app(settings, patient=True)
    with app.app_context():
        an_institution()
        cohort_ids = some_cohorts()
    acts = read(let_them_run(Place.of(settings), cohort_ids, tmp_path, crash))
    with app.app_context():
        do_all_chores()
        assert list(broken_words(acts)) == []
        assert list(trail.contradictions(dict.fromkeys(cohort_ids, CAPACITY))) == []
        assert list(laws.breaches()) == []
        told = [act["told"] for act in acts.values()]
        assert min(told.count(crowd.YES), told.count(crowd.NO)) > 5, told
        db.engine.dispose()


@pytest.mark.parametrize("name", racing.RACES)
def test_a_race_has_one_right_end_however_often_it_is_run(app, settings, name):
    with app.app_context():
        an_institution()
    assert racing.race(racing.Course(Place.of(settings), name, ROUNDS)) == []
    with app.app_context():
        assert list(trail.contradictions(dict.fromkeys(db.session.scalars(select(Cohort.id)), 1))) == []
        assert list(laws.breaches()) == []
