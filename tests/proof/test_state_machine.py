"""Every verb, the clock and the worker in random order, beside a model in plain Python, on both databases."""

import dataclasses
import os

import pytest
from hypothesis import HealthCheck, Verbosity
from hypothesis import settings as profile
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event

from cohorts.core.database import db
from tests.proof.machine import SeatsMachine

# `make soak`: many more examples, and others each time; what fails is printed as steps to repeat.
SOAK = "COHORTS_SOAK" in os.environ
PROFILE = profile(
    max_examples=2000 if SOAK else 14, stateful_step_count=50, derandomize=not SOAK, database=None,
    deadline=None, suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal, print_blob=SOAK,
)  # fmt: skip


@pytest.fixture
def settings(settings):
    """Without the limit of tries: this machine registers the same few people over and over."""
    return dataclasses.replace(settings, ratelimit_enabled=False)


@pytest.fixture
def without_waiting_for_disks(context):
    """Nothing crashes here, so nothing must be safe from a crash."""
    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
        db.engine.dispose()


@pytest.mark.usefixtures("without_waiting_for_disks")
def test_whatever_happens_in_whatever_order_is_as_the_model_says():
    run_state_machine_as_test(SeatsMachine, settings=PROFILE)
