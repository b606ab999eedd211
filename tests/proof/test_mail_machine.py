"""Whatever mail server, workers and clock do, in whatever order: what was written arrives, once, to whom it is for."""

import dataclasses
import os

import pytest
from hypothesis import HealthCheck, Verbosity
from hypothesis import settings as profile
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.mail_machine import MailMachine
from tests.proof.test_state_machine import without_waiting_for_disks  # noqa: F401

# `make soak`: many more examples, and others each time; what fails is printed as steps to repeat.
SOAK = "COHORTS_SOAK" in os.environ
PROFILE = profile(
    max_examples=2000 if SOAK else 20, stateful_step_count=60 if SOAK else 40, derandomize=not SOAK, database=None,
    deadline=None, suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal, print_blob=SOAK,
)  # fmt: skip


@pytest.fixture
def settings(settings):
    """Without the limit of tries: this machine registers the same few people over and over."""
    return dataclasses.replace(settings, ratelimit_enabled=False)


@pytest.mark.usefixtures("without_waiting_for_disks")
def test_whatever_happens_to_the_mail_all_of_it_arrives_or_says_why_not():
    run_state_machine_as_test(MailMachine, settings=PROFILE)
