"""The hours of a whole cohort in one line."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from flask_babel import gettext
from markupsafe import Markup

from cohorts.core import when


class Hours(Protocol):
    """A session, as far as its hours go."""

    starts_at: datetime
    ends_at: datetime


def in_words(sessions: Sequence[Hours], timezone: str, language: str) -> Markup:
    """Of its only day; of days in a row or of one day of each week, where they are the same; else of the first."""
    spans = _spans(sessions, timezone)
    starts = spans[0][0]
    hours = list(dict.fromkeys(when.time_range(*span, timezone, language) for span in spans))
    steps = {later - earlier for earlier, later in pairwise(_dates(spans, timezone))}
    count = len(sessions)
    if len(spans) == 1:
        day = when.day(starts, timezone, language)
        return Markup(f"{day[:1].upper()}{day[1:]}, {hours[0]}")
    if len(hours) == 1 and steps == {timedelta(days=1)}:
        return Markup(gettext("Each day, %(hours)s", hours=hours[0]))
    if len(hours) == 1 and steps == {timedelta(weeks=1)}:
        weekday = when.each_week(starts, timezone, language)
        return Markup(
            gettext("%(count)s sessions, %(weekday)s, %(hours)s", count=count, weekday=weekday, hours=hours[0])
        )
    first = when.day_and_time(starts, timezone, language)
    return Markup(gettext("%(count)s sessions, the first on %(first)s", count=count, first=first))


def _spans(sessions: Sequence[Hours], timezone: str) -> list[tuple[datetime, datetime]]:
    days = [list(day) for _, day in groupby(sessions, key=lambda s: _local(s.starts_at, timezone).date())]
    return [(day[0].starts_at, max(session.ends_at for session in day)) for day in days]


def _dates(spans: list[tuple[datetime, datetime]], timezone: str) -> list[date]:
    return [_local(starts, timezone).date() for starts, _ends in spans]


def _local(at: datetime, timezone: str) -> datetime:
    return at.astimezone(ZoneInfo(timezone))
