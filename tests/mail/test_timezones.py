"""The rules of time zones in calendar files, read by the clocks that they describe."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from cohorts.mail import timezones
from cohorts.mail.calendar import Event, calendar_file
from tests.mail.parsers import read

ZONES = [
    "America/Toronto", "America/St_Johns", "America/Regina", "Europe/Paris", "UTC", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Africa/Casablanca", "America/Santiago",
]  # fmt: skip
CHANGES = [
    ("America/Toronto", "2026-03-08 07:00"), ("America/Toronto", "2026-11-01 06:00"),
    ("America/St_Johns", "2026-03-08 05:30"), ("America/St_Johns", "2026-11-01 04:30"),
    ("Europe/Paris", "2026-03-29 01:00"), ("Europe/Paris", "2026-10-25 01:00"),
]  # fmt: skip


def rules(zone: str, first: int, last: int) -> tzical:
    return tzical(StringIO(timezones.component(zone, first, last).to_ical().decode())).get()


@given(zone=st.sampled_from(ZONES), minutes=st.integers(0, 2 * 365 * 24 * 60))
def test_the_rules_say_what_the_clocks_show_in_all_the_years_of_a_file(zone, minutes):
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    shown = instant.astimezone(ZoneInfo(zone))
    if shown.fold or shown.replace(fold=1).utcoffset() != shown.utcoffset():
        return
    assert rules(zone, 2026, 2027).utcoffset(shown.replace(tzinfo=None)) == shown.utcoffset()


@pytest.mark.parametrize(("zone", "moment"), CHANGES)
def test_the_clocks_change_at_the_very_moment(zone, moment):
    instant = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    for earlier in (timedelta(hours=-2), timedelta(seconds=-1), timedelta(hours=2)):
        shown = (instant + earlier).astimezone(ZoneInfo(zone))
        assert rules(zone, 2026, 2026).utcoffset(shown.replace(tzinfo=None)) in (
            shown.utcoffset(), shown.replace(fold=1 - shown.fold).utcoffset(),
        )  # fmt: skip
    hour_after = (instant + timedelta(minutes=30)).astimezone(ZoneInfo(zone))
    if not hour_after.fold:
        assert rules(zone, 2026, 2026).utcoffset(hour_after.replace(tzinfo=None)) == hour_after.utcoffset()


def test_where_clocks_never_change_the_rules_say_so():
    content = timezones.component("America/Regina", 2026, 2026).to_ical()
    assert content.count(b"BEGIN:STANDARD") == 1
    assert b"RRULE" not in content and b"DAYLIGHT" not in content


def test_yearly_changes_are_rules_that_every_calendar_knows():
    content = timezones.component("America/Toronto", 2026, 2026).to_ical()
    assert content.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"BYDAY=2SU;BYMONTH=3" in content and b"BYDAY=1SU;BYMONTH=11" in content


@pytest.mark.parametrize(("zone", "moment"), CHANGES)
def test_a_cohort_across_the_change_starts_at_the_same_hour_on_both_days(zone, moment):
    day = datetime.fromisoformat(moment).replace(hour=9, minute=0, tzinfo=None)
    starts = [(day + timedelta(days=n)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for n in (-1, 0, 1)]
    events = [
        Event(uid=f"day{n}", sequence=0, starts_at=at, ends_at=at + timedelta(hours=2), summary=f"Day {n}")
        for n, at in enumerate(starts)
    ]
    content = calendar_file(events, timezone=zone, mine="OTT-7K3M9Q")
    assert [each.starts_at for each in read(content)] == starts
    assert content.count(b"T090000") == 3
