"""When a schedule is due, and how it stands: decided from plain values."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

REMINDER, THANKS = "reminder", "thanks"
HOURS, DAYS = "hours", "days"
OFF, AHEAD, DUE, MISSED, SENDING, SENT, STOPPED = "off", "ahead", "due", "missed", "sending", "sent", "stopped"
# Thanks that come later than that surprise: where no worker ran for so long, they stay unsaid.
THANKS_STAY_FRESH = timedelta(days=7)


def at(kind: str, amount: int, unit: str, *, starts: datetime, ends: datetime, timezone: str) -> datetime:
    """The instant: so long before the first session, or after the end of the last.

    Hours are counted exactly; days keep the hour on the wall, whatever the clocks do between.
    """
    anchor, sign = (starts, -1) if kind == REMINDER else (ends, 1)
    if unit == HOURS:
        return anchor + sign * timedelta(hours=amount)
    zone = ZoneInfo(timezone)
    local = anchor.astimezone(zone).replace(tzinfo=None) + sign * timedelta(days=amount)
    # Where the clocks skip that hour, it is the one after; where they show it twice, the first.
    return local.replace(tzinfo=zone).astimezone(UTC)


def until(kind: str, due: datetime, *, starts: datetime) -> datetime:
    """The instant from which it makes no sense any more."""
    return starts if kind == REMINDER else due + THANKS_STAY_FRESH


def standing(
    due: datetime, until: datetime, now: datetime, *,
    enabled_at: datetime | None, fired_at: datetime | None, finished_at: datetime | None,
) -> str:  # fmt: skip
    """How it stands. It fires once, and only where it was switched on before its time; what is switched off then
    was cut short.
    """
    if fired_at is not None:
        return SENDING if finished_at is None else SENT if enabled_at is not None else STOPPED
    if now >= until or (now >= due and (enabled_at is None or enabled_at >= due)):
        return MISSED
    if enabled_at is None:
        return OFF
    return AHEAD if now < due else DUE
