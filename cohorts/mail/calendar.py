"""Calendar files that Google, Apple and Outlook import: one event a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from cohorts.core import clock
from cohorts.mail.assembly import Attachment

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
# Wide enough that each zone's rules of that year are in the file, whatever its clocks do.
MARGIN = timedelta(days=400)
# As long as a reference, so that lines are folded in the same places.
MARK = "\x02" * 10


@dataclass(frozen=True)
class Event:
    """One event, in words of one language; what changes must raise `sequence`."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""


def calendar_file(events: Sequence[Event], *, timezone: str, mine: str, host: str) -> bytes:
    """The file of these events; `mine` (ten characters) makes their UIDs those of one registration.

    Made once for everybody who has the same events, then only `mine` is put in.
    """
    if len(mine) != len(MARK) or not mine.isascii():
        raise ValueError(f"not {len(MARK)} ASCII characters: {mine!r}")
    return _shared(tuple(events), timezone, host).replace(MARK.encode(), mine.encode())


def attachment(content: bytes, name: str) -> Attachment:
    """The file as it goes with a message."""
    return Attachment(f"{name}.ics", CONTENT_TYPE, content)


@lru_cache(512)
def _shared(events: tuple[Event, ...], timezone: str, host: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Cohorts//Cohorts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    stamp = clock.now().replace(microsecond=0)
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(timezone), host, stamp))
    first, last = min(event.starts_at for event in events), max(event.ends_at for event in events)
    calendar.add_missing_timezones(first_date=(first - MARGIN).date(), last_date=(last + MARGIN).date())
    return bytes(calendar.to_ical())


def _component(event: Event, zone: ZoneInfo, host: str, stamp: datetime) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", f"{event.uid}-{MARK}@{host}")
    component.add("sequence", event.sequence)
    component.add("dtstamp", stamp)
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("summary", event.summary)
    for name in ("location", "description", "url"):
        if getattr(event, name):
            component.add(name, getattr(event, name))
    component.add("status", "CONFIRMED")
    component.add("transp", "OPAQUE")
    return component
