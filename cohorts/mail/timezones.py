"""The rules of a time zone as calendar files carry them (VTIMEZONE), true for the years that a file speaks of."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 as the clocks show it
Rule = dict[str, object]


@dataclass(frozen=True)
class Change:
    """Clocks change: at which time they show themselves, from and to which offset, and what it is called then."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(512)
def component(zone: str, first: int, last: int) -> Timezone:
    """The rules of a zone in these years: yearly ones where it has such, else each change by itself."""
    found = Timezone()
    found.add("tzid", zone)
    # From the year before, so that the first event has a change of each kind before it.
    start, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    changes = list(_changes(ZoneInfo(zone), start, end))
    rules = [(group, _rule(group)) for group in _alike(changes)]
    if any(rule is None for _, rule in rules) or not rules:
        found.add_component(_observance(_beginning(ZoneInfo(zone), start), None))
    for group, rule in rules:
        for change in group[:1] if rule else group:
            found.add_component(_observance(change, rule))
    return found


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Change]:
    day = start
    while day < end:
        if day.astimezone(zone).utcoffset() != (day + ONE_DAY).astimezone(zone).utcoffset():
            yield _change(zone, _moment(zone, day, day + ONE_DAY))
        day += ONE_DAY


def _moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of the new offset, between two instants of which only the later one has it."""
    while high - low > ONE_SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
            low = middle
        else:
            high = middle
    return high


def _change(zone: ZoneInfo, moment: datetime) -> Change:
    before, after = (moment - ONE_SECOND).astimezone(zone), moment.astimezone(zone)
    was, now = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    return Change((moment + was).replace(tzinfo=None), was, now, after.tzname() or zone.key, bool(after.dst()))


def _beginning(zone: ZoneInfo, start: datetime) -> Change:
    local = start.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return Change(LONG_AGO, offset, offset, local.tzname() or zone.key, bool(local.dst()))


def _alike(changes: Iterable[Change]) -> Iterator[list[Change]]:
    def kind(change: Change) -> tuple[bool, timedelta, timedelta]:
        return change.summer, change.before, change.after

    for _, group in groupby(sorted(changes, key=lambda change: (kind(change), change.at)), kind):
        yield list(group)


def _rule(changes: Sequence[Change]) -> Rule | None:
    """“The first Sunday of November”, where it is that in each of several years, one after the other."""
    times = [change.at for change in changes]
    years = [at.year for at in times]
    if len({(at.month, at.weekday(), at.time()) for at in times}) > 1 or len(times) < 3:
        return None
    if years != list(range(years[0], years[0] + len(years))):
        return None
    weeks = {(at.day - 1) // 7 + 1 for at in times}
    if all(at.day + 7 > monthrange(at.year, at.month)[1] for at in times):
        weeks = {-1}
    if len(weeks) > 1:
        return None
    return {"freq": "yearly", "bymonth": times[0].month, "byday": f"{weeks.pop()}{DAYS[times[0].weekday()]}"}


def _observance(change: Change, rule: Rule | None) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if change.summer else TimezoneStandard()
    observance.add("dtstart", change.at)
    if rule:
        observance.add("rrule", rule)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    observance.add("tzname", change.name)
    return observance
