"""From the clock on the wall to instants."""

from datetime import UTC, date, datetime, time

import pytest

from cohorts.programs import schedule
from cohorts.programs.errors import RepeatedTime, SkippedTime


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("local", "timezone", "expected"),
    [
        ("2026-11-28T09:00", "America/Toronto", "2026-11-28T14:00+00:00"),
        ("2026-07-01T09:00", "America/Toronto", "2026-07-01T13:00+00:00"),
        ("2026-11-28T09:00", "America/St_Johns", "2026-11-28T12:30+00:00"),
        ("2026-07-01T09:00", "America/Regina", "2026-07-01T15:00+00:00"),
        ("2026-11-28T09:00", "Asia/Kathmandu", "2026-11-28T03:15+00:00"),
        ("2026-03-08T01:59", "America/Toronto", "2026-03-08T06:59+00:00"),
        ("2026-03-08T03:00", "America/Toronto", "2026-03-08T07:00+00:00"),
        ("2026-11-01T00:59", "America/Toronto", "2026-11-01T04:59+00:00"),
        ("2026-11-01T02:00", "America/Toronto", "2026-11-01T07:00+00:00"),
    ],
)
def test_a_time_on_the_wall_is_one_instant(local, timezone, expected):
    assert schedule.instant(at(local), timezone) == at(expected)


@pytest.mark.parametrize(
    ("local", "timezone"),
    [
        ("2026-03-08T02:00", "America/Toronto"),
        ("2026-03-08T02:59", "America/Toronto"),
        ("2026-03-29T02:30", "Europe/Paris"),
        ("2026-10-04T02:15", "Australia/Lord_Howe"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(local, timezone):
    with pytest.raises(SkippedTime):
        schedule.instant(at(local), timezone)


@pytest.mark.parametrize(
    ("local", "timezone"),
    [
        ("2026-11-01T01:00", "America/Toronto"),
        ("2026-11-01T01:59", "America/Toronto"),
        ("2026-10-25T02:30", "Europe/Paris"),
        ("2026-04-05T01:45", "Australia/Lord_Howe"),
    ],
)
def test_a_time_that_the_clocks_show_twice_is_refused(local, timezone):
    with pytest.raises(RepeatedTime):
        schedule.instant(at(local), timezone)


def test_an_instant_goes_back_to_what_the_clocks_show():
    shown = schedule.local(datetime(2026, 11, 28, 14, tzinfo=UTC), "America/Toronto")
    assert shown == at("2026-11-28T09:00")


def test_a_day_without_a_time_begins_at_midnight():
    assert schedule.joined(date(2026, 11, 28), None, "UTC") == datetime(2026, 11, 28, tzinfo=UTC)


def test_a_day_and_a_time_are_one_instant():
    joined = schedule.joined(date(2026, 11, 28), time(9), "America/Toronto")
    assert joined == datetime(2026, 11, 28, 14, tzinfo=UTC)


def test_without_a_day_there_is_no_instant():
    assert schedule.joined(None, time(9), "UTC") is None
