"""Until when an offer runs, and when it is called to mind: decided from plain values."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_BEGINS, DAY_ENDS = time(9), time(17)
WEEKEND = (5, 6)
A_MINUTE = timedelta(minutes=1)
LONGEST_NOTICE = timedelta(hours=24)
TOO_SHORT_TO_REMIND = timedelta(hours=2)


def after_hours(start: datetime, hours: int) -> datetime:
    """So many hours later."""
    return start + timedelta(hours=hours)


def after_working_hours(start: datetime, hours: int, zone: str, holidays: Container[date]) -> datetime:
    """So many working hours later: Monday to Friday, 9 to 17 o'clock in this zone, without its public holidays."""
    local, left = start.astimezone(ZoneInfo(zone)), timedelta(hours=hours)
    day = local.date()
    while True:
        if day.weekday() not in WEEKEND and day not in holidays:
            begins = max(_at(day, DAY_BEGINS, zone), start.astimezone(UTC))
            worked = max(_at(day, DAY_ENDS, zone) - begins, timedelta())
            if worked >= left:
                return begins + left
            left -= worked
        day += timedelta(days=1)


def reminder(start: datetime, ends: datetime) -> datetime | None:
    """When to remind of an offer, once: a day before it ends, or for short ones in their last third."""
    lasts = ends - start
    return ends - min(LONGEST_NOTICE, lasts / 3) if lasts >= TOO_SHORT_TO_REMIND else None


def may_be_accepted(ends: datetime, now: datetime) -> bool:
    """Whether an offer still runs."""
    return now <= ends


def has_expired(now: datetime) -> datetime:
    """Offers that ended at this instant or before have expired: a minute after their end."""
    return now - A_MINUTE


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)
