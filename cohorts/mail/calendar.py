"""Calendar files that Google, Apple and Outlook import or subscribe to: one event a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, vText, vUri
from icalendar import Event as CalendarEvent

from cohorts.core import clock
from cohorts.mail import timezones
from cohorts.mail.assembly import Attachment

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
# What our UIDs are made in (RFC 7986, 5.3); with another, calendars would take every event for a new one.
NAMESPACE = UUID("b5a1c9f2-3c0e-4d57-9a86-0e6f3d2b7c41")
# Where a UID will stand.
MARK = "\x02" * 36
# How often a calendar that subscribed should look again.
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """One event, in words of one language; what changes must raise `sequence`.

    `meeting` is the address at which it takes place, of one that does online.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    meeting: str = ""
    changed_at: datetime | None = None
    cancelled: bool = False


def calendar_file(events: Sequence[Event], *, timezone: str, mine: str, name: str = "") -> bytes:
    """The file of these events; `mine` makes their UIDs those of one registration.

    Made once for everybody who has the same events, then only the UIDs are put in. With a `name` it is a calendar of
    its own to subscribe to: some would make one of a file with a name, where its events should join the others.
    """
    first, *others = _shared(tuple(events), timezone, name)
    uids = (str(uuid5(NAMESPACE, f"{event.uid} {mine}")).encode() for event in events)
    return b"".join((first, *(part for pair in zip(uids, others, strict=True) for part in pair)))


def empty(name: str) -> bytes:
    """A calendar without events, so that who subscribed to it sees none any more."""
    return b"".join(_shared((), "UTC", name))


def attachment(content: bytes, name: str) -> Attachment:
    """The file as it goes with a message."""
    return Attachment(f"{name}.ics", CONTENT_TYPE, content)


@lru_cache(512)
def _shared(events: tuple[Event, ...], timezone: str, name: str) -> list[bytes]:
    """The file in pieces, between which the UIDs stand."""
    calendar = _named(name)
    stamp = clock.now().replace(microsecond=0)
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(timezone), stamp))
    # RFC 5545 wants one component at least, of an empty calendar too.
    for zone in calendar.get_missing_tzids() if events else (timezone,):
        calendar.subcomponents.insert(0, timezones.component(zone, *_years(events)))
    return bytes(calendar.to_ical()).split(MARK.encode())


def _years(events: Sequence[Event]) -> tuple[int, int]:
    if not events:
        return 1970, 1970
    return min(event.starts_at for event in events).year, max(event.ends_at for event in events).year


def _named(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Cohorts//Cohorts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", vText(name))
        calendar.add("x-wr-calname", vText(name))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    return calendar


def _component(event: Event, zone: ZoneInfo, stamp: datetime) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", MARK)
    component.add("sequence", event.sequence)
    component.add("dtstamp", stamp)
    if event.changed_at:
        component.add("last-modified", event.changed_at.replace(microsecond=0))
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("summary", event.summary)
    for name in ("location", "description", "url"):
        if getattr(event, name):
            component.add(name, getattr(event, name))
    if event.meeting:
        component.add("conference", vUri(event.meeting), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    return component
