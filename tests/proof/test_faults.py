"""Every step may fail: a verb that fails leaves nothing of itself, and trying again does all of it, once."""

import importlib
import inspect
import os
import pkgutil
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from cohorts import registrations as slice_
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core.database import Base, db, verb
from cohorts.files.models import Upload
from cohorts.mail.models import Message
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import laws
from cohorts.registrations.models import Agreement, Answer, Draft, Registration, Transfer
from tests.factories.programs import an_institution
from tests.proof import faults
from tests.proof.scenes import SCENES, Call

# `make soak`: a fault that passes is tried at every statement, not at some.
THOROUGH = "COHORTS_SOAK" in os.environ
MARK = verb(lambda: None).__code__
# What the data says, without what is drawn by lot or told by the clock.
SAID = (
    (Registration, Registration.state, Registration.revision, Registration.link_version),
    (Seats, Seats.capacity, Seats.held_back, Seats.taken, Seats.waiting, Seats.next_place),
    (Cohort, Cohort.status, Cohort.version, Cohort.closed_to_newcomers, Cohort.serves_waitlist),
    (
        Transfer,
        Transfer.language,
    ),
    (Answer, Answer.choice, Answer.text, Answer.number, Answer.upload_id.is_not(None)),
    (Agreement, Agreement.withdrawn_at.is_(None)),
    (Upload, Upload.name, Upload.registration_id.is_not(None), Upload.expires_at.is_not(None)),
    (Draft, Draft.language, Draft.form_version, Draft.mailed_at.is_not(None)),
    (Message, Message.kind, Message.language),
    (Activity, Activity.act, Activity.subject_type),
    (
        ActivityValue,
        ActivityValue.name,
    ),
)

every_verb = pytest.mark.parametrize("name", SCENES)


@pytest.fixture
def institution(context):
    """An application context with an institution."""
    an_institution()


def verbs() -> Iterator[str]:
    """The verbs of this slice: a verb is known by the wrapper that makes it one."""
    for found in pkgutil.walk_packages(slice_.__path__, f"{slice_.__name__}."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__code__ is MARK and function.__module__ == found.name:
                yield f"{found.name.removeprefix(slice_.__name__ + '.')}.{name}"


def rows() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, as another connection sees them."""
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def done_by(call: Call, fault: AbstractContextManager[object]) -> Counter[tuple[object, ...]]:
    """What a call leaves in the data, under this fault: what is said there after it and was not before."""
    before = _said()
    with fault:
        call()
    return _said() - before


def _said() -> Counter[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return Counter(
            (model.__name__, *row) for model, *columns in SAID for row in connection.execute(select(*columns))
        )


def test_no_verb_is_forgotten():
    assert sorted(SCENES) == sorted(verbs())


@every_verb
def test_a_verb_that_fails_anywhere_leaves_nothing_of_itself(institution, name):
    call = SCENES[name]()
    before, number = rows(), 0
    assert list(laws.breaches()) == []
    with faults.at_commit(faults.final(), is_done=False), pytest.raises(OperationalError):
        call()
    assert rows() == before
    while True:
        number += 1
        with faults.after_statement(number, faults.final()) as seen:
            try:
                call()
            except OperationalError:
                assert rows() == before, f"after statement {number}: {seen[-1]}"
                continue
        break
    assert number == len(seen) + 1
    assert rows() != before
    assert list(laws.breaches()) == []


@every_verb
def test_a_verb_is_done_once_whatever_fault_passes(institution, name):
    call = SCENES[name]()
    before = _said()
    with faults.after_statement(0, faults.passing()) as seen:
        call()
    without = _said() - before
    for number in range(1, len(seen) + 1) if THOROUGH else (1, len(seen) // 2):
        fault = faults.after_statement(number, faults.passing())
        assert done_by(SCENES[name](), fault) == without, f"after statement {number}"
    for is_done in (False, True):
        fault = faults.at_commit(faults.passing(), is_done=is_done)
        assert done_by(SCENES[name](), fault) == without, f"at COMMIT, done: {is_done}"
    assert list(laws.breaches()) == []
