"""The heartbeat: a gap is seen, and after it nothing expires at once; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cohorts.core import heartbeats
from cohorts.core.heartbeats import Gap

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def time(context):
    """A clock that stands at noon until it is moved."""
    with time_machine.travel(NOON, tick=False) as time:
        yield time


def test_without_a_heartbeat_nothing_is_wrong(time):
    assert (heartbeats.gap(), heartbeats.may_expire()) == (None, True)
    heartbeats.beat()
    assert (heartbeats.gap(), heartbeats.may_expire()) == (None, True)


def test_beats_within_an_hour_are_no_gap(time):
    for _ in range(3):
        heartbeats.beat()
        time.shift(HOUR)
    assert (heartbeats.gap(), heartbeats.may_expire()) == (None, True)


def test_it_is_written_only_now_and_then(time, statements):
    heartbeats.beat()
    time.shift(timedelta(seconds=29))
    with statements() as seen:
        heartbeats.beat()
    assert [line for line in seen if line.startswith(("INSERT", "UPDATE"))] == []
    time.shift(timedelta(seconds=1))
    with statements() as seen:
        heartbeats.beat()
    assert any(line.startswith("UPDATE heartbeat") for line in seen)


def test_after_more_than_an_hour_nothing_expires_for_a_quarter_of_an_hour(time):
    heartbeats.beat()
    time.shift(DAY)
    heartbeats.beat()
    assert heartbeats.gap() == Gap(NOON, NOON + DAY, NOON + DAY + 15 * MINUTE)
    assert heartbeats.gap().clock_went_back is False
    time.shift(15 * MINUTE - timedelta(seconds=1))
    heartbeats.beat()
    assert heartbeats.may_expire() is False
    time.shift(timedelta(seconds=1))
    assert heartbeats.may_expire() is True
    assert heartbeats.gap() is not None
    time.shift(HOUR)
    assert heartbeats.gap() is None


def test_a_clock_that_went_back_is_a_gap_and_told(time):
    jumps = []
    heartbeats.beat()
    time.shift(-DAY)
    heartbeats.beat(on_jump=lambda jump, now: jumps.append((jump, now)))
    heartbeats.beat(on_jump=lambda jump, now: jumps.append((jump, now)))
    assert jumps == [(DAY, NOON - DAY)]
    assert heartbeats.gap().clock_went_back is True
    assert heartbeats.may_expire() is False
    time.shift(15 * MINUTE)
    heartbeats.beat()
    assert heartbeats.may_expire() is True


def test_a_clock_that_went_forward_and_back_again_keeps_nothing_waiting_for_a_day(time):
    heartbeats.beat()
    time.shift(DAY)
    heartbeats.beat()
    time.shift(-DAY)
    heartbeats.beat()
    time.shift(15 * MINUTE)
    assert heartbeats.may_expire() is True
