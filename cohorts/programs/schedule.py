"""From the clock on the wall to instants: decided from plain values."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from cohorts.programs.errors import RepeatedTime, SkippedTime, UnlikelyYear

YEARS = range(2000, 2101)


def instant(local: datetime, timezone: str) -> datetime:
    """The instant (in UTC) at which the clocks of a zone show this time.

    Raises SkippedTime where they never show it, RepeatedTime where they show it twice, UnlikelyYear.
    """
    refuse_unlikely(local)
    zone = ZoneInfo(timezone)
    first = local.replace(tzinfo=zone, fold=0)
    if _comes_back_as(first, zone) != local.replace(tzinfo=None, fold=0):
        raise SkippedTime
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise RepeatedTime
    return first.astimezone(UTC)


def local(at: datetime, timezone: str) -> datetime:
    """What the clocks of a zone show at an instant, without the zone."""
    return at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def joined(day: date | None, hour: time | None, timezone: str) -> datetime | None:
    """The instant of a day and a time; None where there is no day. Raises what `instant` raises."""
    return None if day is None else instant(datetime.combine(day, hour or time()), timezone)


def refuse_unlikely(day: date) -> None:
    """Raise UnlikelyYear where nobody can mean this day (or moment)."""
    if day.year not in YEARS:
        raise UnlikelyYear


def _comes_back_as(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
