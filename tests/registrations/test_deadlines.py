"""Until when an offer runs: a truth table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.registrations import deadlines, holiday_calendars

OTTAWA = "America/Toronto"


def at(text: str) -> datetime:
    """An instant, written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("what", "start", "hours", "region", "ends"),
    [
        ("within a day", "2026-09-15 14:00", 2, "Ontario", "2026-09-15 16:00"),
        ("to the last minute of a day", "2026-09-15 13:00", 8, "Ontario", "2026-09-15 21:00"),
        ("into the next day", "2026-09-15 20:00", 2, "Ontario", "2026-09-16 14:00"),
        ("made before work begins", "2026-09-15 08:00", 1, "Ontario", "2026-09-15 14:00"),
        ("made after work ended", "2026-09-15 23:00", 1, "Ontario", "2026-09-16 14:00"),
        ("made late on a Friday", "2026-09-18 20:00", 2, "Ontario", "2026-09-21 14:00"),
        ("made on a Sunday", "2026-09-20 16:00", 8, "Ontario", "2026-09-21 21:00"),
        ("over Canada Day", "2026-06-30 20:00", 2, "Ontario", "2026-07-02 14:00"),
        ("over the Saint-Jean in Quebec", "2026-06-23 20:00", 2, "Québec", "2026-06-25 14:00"),
        ("over the same day in Ontario", "2026-06-23 20:00", 2, "Ontario", "2026-06-24 14:00"),
        ("over the night when clocks go forward", "2026-03-06 21:00", 2, "Ontario", "2026-03-09 14:00"),
        ("over the night when clocks go back", "2026-10-30 20:00", 2, "Ontario", "2026-11-02 15:00"),
        ("over three days", "2026-09-15 13:00", 24, "Ontario", "2026-09-17 21:00"),
    ],
)
def test_working_hours_are_those_of_the_cohorts_zone_and_region(what, start, hours, region, ends):
    calendar = holiday_calendars.of("CA", (region,))
    assert deadlines.after_working_hours(at(start), hours, OTTAWA, calendar) == at(ends), what


@given(st.integers(0, 3 * 365 * 24 * 60), st.integers(1, 200))
def test_working_hours_never_end_sooner_than_plain_ones_and_always_in_working_time(minutes, hours):
    start = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    ends = deadlines.after_working_hours(start, hours, "UTC", ())
    assert ends >= deadlines.after_hours(start, hours)
    assert ends.weekday() < 5
    assert deadlines.DAY_BEGINS < ends.time() <= deadlines.DAY_ENDS


@pytest.mark.parametrize(
    ("lasts", "before_the_end"),
    [
        (timedelta(hours=1), None),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(hours=48), timedelta(hours=16)),
        (timedelta(hours=72), timedelta(hours=24)),
        (timedelta(days=30), timedelta(hours=24)),
    ],
)
def test_an_offer_is_called_to_mind_a_day_before_its_end_or_in_its_last_third(lasts, before_the_end):
    start = at("2026-09-15 14:00")
    reminder = deadlines.reminder(start, start + lasts)
    assert (start + lasts - reminder if reminder else None) == before_the_end


def test_an_answer_counts_up_to_the_deadline_and_the_offer_expires_a_minute_later():
    ends, second = at("2026-09-15 14:00"), timedelta(seconds=1)
    assert deadlines.may_be_accepted(ends, ends)
    assert not deadlines.may_be_accepted(ends, ends + second)
    assert ends > deadlines.has_expired(ends + timedelta(minutes=1) - second)
    assert ends <= deadlines.has_expired(ends + timedelta(minutes=1))
