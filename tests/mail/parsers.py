"""Calendar files as two other libraries read them, which made none of them, and must agree."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import ics
from ical.calendar_stream import IcsCalendarStream


class Read(NamedTuple):
    """An event, as both read it."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    status: str
    sequence: int
    changed_at: datetime | None


def read(content: bytes) -> list[Read]:
    """The events of a file, in the order of their times and UIDs."""
    text = content.decode()
    first, second = _by_ical(text), _by_ics(text)
    assert first == second
    assert content.startswith(b"BEGIN:VCALENDAR\r\n") and content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return first


def _by_ical(text: str) -> list[Read]:
    return _in_order(
        Read(
            str(each.uid), each.dtstart.astimezone(UTC), each.dtend.astimezone(UTC), each.summary or "",
            each.location or "", each.description or "", str(each.status.value), each.sequence or 0,
            each.last_modified,
        )
        for each in IcsCalendarStream.calendar_from_ics(text).events
    )  # fmt: skip


def _by_ics(text: str) -> list[Read]:
    return _in_order(
        Read(
            each.uid, each.begin.datetime.astimezone(UTC), each.end.datetime.astimezone(UTC), each.name or "",
            each.location or "", each.description or "", str(each.status),
            next(int(line.value) for line in each.extra if line.name == "SEQUENCE"),
            each.last_modified.datetime if each.last_modified else None,
        )
        for each in ics.Calendar(text).events
    )  # fmt: skip


def _in_order(events: Iterable[Read]) -> list[Read]:
    return sorted(events, key=lambda each: (each.starts_at, each.uid))
