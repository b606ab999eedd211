"""When a schedule is due, as truth tables."""

from datetime import timedelta

import pytest

from cohorts.broadcasts import due
from tests.factories.programs import at

STARTS, ENDS = at("2026-11-02 14:00"), at("2026-11-03 22:00")


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "expected"),
    [
        # The clocks went back on November 1: nine in the morning stays nine in the morning.
        ("reminder", 3, "days", at("2026-10-30 13:00")),
        ("reminder", 72, "hours", at("2026-10-30 14:00")),
        ("reminder", 1, "hours", at("2026-11-02 13:00")),
        ("thanks", 2, "days", at("2026-11-05 22:00")),
        ("thanks", 2, "hours", at("2026-11-04 00:00")),
    ],
)
def test_days_keep_the_hour_on_the_wall_and_hours_are_exact(kind, amount, unit, expected):
    assert due.at(kind, amount, unit, starts=STARTS, ends=ENDS, timezone="America/Toronto") == expected


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        # 2:30 on March 8 never is: the hour after it. 1:30 on November 1 is twice: the first.
        (at("2026-03-10 06:30"), at("2026-03-08 07:30")),
        (at("2026-11-03 06:30"), at("2026-11-01 05:30")),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_one_instant(starts, expected):
    ends = starts + timedelta(hours=8)
    assert due.at("reminder", 2, "days", starts=starts, ends=ends, timezone="America/Toronto") == expected


NOON = at("2026-11-10 12:00")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due_in", "ends_in", "enabled", "fired", "finished", "expected"),
    [
        (1, 9, None, None, None, due.OFF),
        (1, 9, -5, None, None, due.AHEAD),
        (0, 9, -5, None, None, due.DUE),
        (-1, 9, -5, None, None, due.DUE),
        # Switched on at, or after, its time.
        (-1, 9, -1, None, None, due.MISSED),
        (-2, 9, -1, None, None, due.MISSED),
        (-1, 9, None, None, None, due.MISSED),
        # The worker was away until the first session had begun.
        (-9, 0, -20, None, None, due.MISSED),
        (-9, -1, -20, None, None, due.MISSED),
        # Once it has fired, no date makes it fire again.
        (5, 9, -9, -1, None, due.SENDING),
        (5, 9, -9, -2, -1, due.SENT),
    ],
)
def test_how_it_stands(due_in, ends_in, enabled, fired, finished, expected):
    def moment(hours):
        return None if hours is None else NOON + hours * HOUR

    standing = due.standing(
        moment(due_in), moment(ends_in), NOON, enabled_at=moment(enabled), fired_at=moment(fired),
        finished_at=moment(finished),
    )  # fmt: skip
    assert standing == expected
