"""Calendar files, read back with the library that makes them and with two others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cohorts.core import clock
from cohorts.mail import calendar as calendars
from cohorts.mail.calendar import Event, calendar_file, empty
from tests.mail import parsers

ZONES = ["America/Toronto", "America/St_Johns", "Asia/Kathmandu", "Europe/Paris", "UTC", "Australia/Lord_Howe"]
STARTS = datetime(2026, 11, 28, 14, tzinfo=UTC)


def event(starts: datetime, **changes) -> Event:
    said = {
        "uid": "abc",
        "sequence": 3,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "summary": "Day 1",
    }
    return Event(**{**said, **changes})


def read(*events: Event, timezone: str = "America/Toronto", mine: str = "OTT-7K3M9Q"):
    numbered = [
        replace(each, uid=f"{each.uid}{n}") if n and each.uid == "abc" else each for n, each in enumerate(events)
    ]
    content = calendar_file(numbered, timezone=timezone, mine=mine)
    assert [each.starts_at for each in parsers.read(content)] == sorted(each.starts_at for each in events)
    return content, Calendar.from_ical(content)


@pytest.mark.parametrize("timezone", ZONES)
@pytest.mark.parametrize(
    "starts",
    [
        datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
        datetime(2026, 3, 8, 6, 30, tzinfo=UTC),
        datetime(2026, 11, 1, 3, 45, tzinfo=UTC),
        datetime(2026, 11, 1, 7, 45, tzinfo=UTC),
        datetime(2026, 7, 1, 14, 0, tzinfo=UTC),
    ],
)
def test_instants_survive_in_every_zone_and_across_changes_of_clocks(timezone, starts):
    _, calendar = read(event(starts), event(starts + timedelta(days=1)), timezone=timezone)
    assert [each.start.astimezone(UTC) for each in calendar.events] == [starts, starts + timedelta(days=1)]
    assert [each.end.astimezone(UTC) for each in calendar.events] == [
        starts + timedelta(hours=2), starts + timedelta(hours=26),
    ]  # fmt: skip


@given(minutes=st.integers(0, 11 * 365 * 24 * 60), timezone=st.sampled_from(ZONES))
def test_any_instant_stands_in_the_file_as_the_clocks_of_its_zone_show_it(minutes, timezone):
    instant = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    content, calendar = read(event(instant), timezone=timezone)
    local = instant.astimezone(ZoneInfo(timezone))
    assert f"{local:%Y%m%dT%H%M%S}".encode() in content
    assert calendar.events[0].start.replace(tzinfo=None) == local.replace(tzinfo=None)


@pytest.mark.parametrize("timezone", ["America/Toronto", "America/St_Johns", "Asia/Kathmandu"])
def test_the_zone_is_in_the_file(timezone):
    content, calendar = read(event(datetime(2026, 11, 1, 3, tzinfo=UTC)), timezone=timezone)
    assert [zone.tz_name for zone in calendar.timezones] == [timezone]
    assert len(content) < 4_000


def test_it_is_published_with_one_event_a_session():
    starts = datetime(2026, 11, 28, 14, tzinfo=UTC)
    _, calendar = read(event(starts, uid="one"), event(starts + timedelta(days=1), uid="two"))
    assert calendar["method"] == "PUBLISH"
    assert [each.start for each in calendar.events] == [starts, starts + timedelta(days=1)]
    assert [each["sequence"] for each in calendar.events] == [3, 3]
    assert [str(each["summary"]) for each in calendar.events] == ["Day 1", "Day 1"]


def test_each_event_of_each_registration_has_a_uuid_of_its_own_that_never_changes():
    days = [event(STARTS, uid="one"), event(STARTS + timedelta(days=1), uid="two")]
    hers, again, his = (
        [found.uid for found in parsers.read(read(*days, mine=mine)[0])]
        for mine in ("OTT-AAAAAA", "OTT-AAAAAA", "OTT-BBBBBB")
    )
    assert hers == again == ["d23d8890-a658-5b6d-b53e-5152189a81c0", "73027f38-3163-5225-a9a9-6786316d7a7b"]
    assert len({UUID(uid) for uid in hers + his}) == 4


def test_words_cannot_add_lines():
    words = "Day 1; a,b\\\r\nBEGIN:VALARM\r\nEND:VALARM"
    content, calendar = read(event(datetime(2026, 11, 28, 14, tzinfo=UTC), summary=words, location=words))
    assert len(calendar.events) == 1
    assert list(calendar.events[0].subcomponents) == []
    assert b"\r\nBEGIN:VALARM" not in content


def test_lines_are_short_and_end_as_they_must():
    content, _ = read(event(datetime(2026, 11, 28, 14, tzinfo=UTC), summary="é" * 300, location="x" * 300))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_cancelled_event_is_cancelled_and_takes_no_time():
    content, made = read(event(STARTS, cancelled=True, sequence=7))
    [found] = parsers.read(content)
    assert (found.status, found.sequence) == ("CANCELLED", 7)
    assert str(made.events[0]["transp"]) == "TRANSPARENT"


def test_words_with_accents_commas_and_line_ends_come_back_as_they_were():
    summary, description = (
        "Évaluer; mesurer, agir \\ réfléchir " + "é" * 200,
        "Salle « Érable »\nhttps://meet.example.org/a?b=c;d,e",
    )
    content, _ = read(
        event(STARTS, summary=summary, location="12, rue Sainte-Catherine; Montréal", description=description)
    )
    [found] = parsers.read(content)
    assert (found.summary, found.description) == (summary, description)
    assert found.location == "12, rue Sainte-Catherine; Montréal"


def test_it_says_when_an_event_was_last_changed():
    changed = datetime(2026, 11, 2, 9, 30, 15, 999, tzinfo=UTC)
    content, _ = read(event(STARTS, changed_at=changed))
    assert parsers.read(content)[0].changed_at == changed.replace(microsecond=0)
    assert parsers.read(read(event(STARTS))[0])[0].changed_at is None


def test_a_calendar_to_subscribe_to_has_a_name_and_says_when_to_look_again():
    content = calendar_file([event(STARTS)], timezone="UTC", mine="OTT-7K3M9Q", name="AI, Ottawa")
    assert b"\r\nX-WR-CALNAME:AI\\, Ottawa\r\n" in content and b"\r\nNAME:AI\\, Ottawa\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in content
    # A file with a name would become a calendar of its own.
    assert b"CALNAME" not in read(event(STARTS))[0]


def test_an_empty_calendar_is_one_that_calendars_read():
    assert parsers.read(empty("AI, Ottawa")) == []
    assert len(Calendar.from_ical(empty("AI, Ottawa")).walk("VTIMEZONE")) == 1


def test_the_file_is_made_once_for_all_who_have_the_same_events():
    calendars._shared.cache_clear()
    for mine in ("OTT-AAAAAA", "OTT-BBBBBB", "OTT-CCCCCC"):
        calendar_file([event(STARTS)], timezone="UTC", mine=mine)
    assert calendars._shared.cache_info()[:2] == (2, 1)
    calendar_file([event(STARTS, sequence=4)], timezone="UTC", mine="OTT-AAAAAA")
    assert calendars._shared.cache_info().misses == 2


def test_it_is_stamped_with_the_time_at_which_it_was_made():
    calendars._shared.cache_clear()
    with clock.standing_at(datetime(2026, 11, 3, 8, tzinfo=UTC)):
        assert b"DTSTAMP:20261103T080000Z" in read(event(STARTS))[0]
