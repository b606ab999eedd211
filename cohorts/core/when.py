"""Every date and time in words, for pages, mail and calendar; the time zone is always the cohort's."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from markupsafe import Markup

from cohorts.core.languages import LOCALES

NB = "\u00a0"
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
SHORT_ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
SHORT_FRENCH = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."]
ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FRENCH_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


@lru_cache(4096)
def dates(starts: datetime, ends: datetime, timezone: str, language: str) -> Markup:
    """`November 28 and 29, 2026`, `November 28 to 30, 2026`, `les 28 et 29 novembre 2026`."""
    first, last = _local(starts, timezone), _local(ends, timezone)
    return _french_dates(first, last) if language == "fr" else _english_dates(first, last)


@lru_cache(4096)
def day(at: datetime, timezone: str, language: str) -> Markup:
    """`Saturday, November 28`, `le samedi 28 novembre`."""
    local = _local(at, timezone)
    if language == "fr":
        return Markup(f"le {FRENCH_DAYS[local.weekday()]} {_french_day(local)}")
    return Markup(f"{ENGLISH_DAYS[local.weekday()]}, {_english_day(local)}")


def full_day(day: date, language: str) -> Markup:
    """`November 28, 2026`, `28 novembre 2026`: a day by itself, such as somebody's answer."""
    return Markup(f"{_french_day(day)} {day.year}" if language == "fr" else f"{_english_day(day)}, {day.year}")


def each_week(at: datetime, timezone: str, language: str) -> str:
    """`Thursdays`, `le jeudi`: the day of each week."""
    weekday = _local(at, timezone).weekday()
    return f"le {FRENCH_DAYS[weekday]}" if language == "fr" else f"{ENGLISH_DAYS[weekday]}s"


@lru_cache(4096)
def clock_time(at: datetime, timezone: str, language: str) -> str:
    """`9 a.m.`, `1:30 p.m.`; `9 h`, `13 h 30`."""
    local = _local(at, timezone)
    if language == "fr":
        return f"{local.hour}{NB}h" + (f"{NB}{local.minute:02}" if local.minute else "")
    half = "a.m." if local.hour < 12 else "p.m."
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{NB}{half}"


def day_and_time(at: datetime, timezone: str, language: str) -> Markup:
    """`Friday, November 6, 5 p.m.`, `le vendredi 6 novembre à 17 h`."""
    joint = " à " if language == "fr" else ", "
    return Markup(f"{day(at, timezone, language)}{joint}{clock_time(at, timezone, language)}")


def until(at: datetime, timezone: str, language: str) -> Markup:
    """The same after *until*: `Friday, November 6, 5 p.m.`; after « jusqu’ »: `au vendredi 6 novembre à 17 h`."""
    words = day_and_time(at, timezone, language)
    return Markup(f"au {words.removeprefix('le ')}") if language == "fr" else words


def time_range(starts: datetime, ends: datetime, timezone: str, language: str) -> Markup:
    """`9 a.m. to 5 p.m.`; `de 9 h à 17 h`; with the day where it ends on another one."""
    first, last = clock_time(starts, timezone, language), clock_time(ends, timezone, language)
    if _local(starts, timezone).date() != _local(ends, timezone).date():
        last = day_and_time(ends, timezone, language)
    return Markup(f"de {first} à {last}" if language == "fr" else f"{first} to {last}")


def short(at: datetime, timezone: str, language: str) -> Markup:
    """`Nov 6, 5 p.m.`, `6 nov., 17 h`: for tables."""
    return Markup(f"{short_day(at, timezone, language)}, {clock_time(at, timezone, language)}")


def short_day(at: datetime, timezone: str, language: str) -> Markup:
    """`Nov 6`, `6 nov.`: for tables."""
    local = _local(at, timezone)
    if language == "fr":
        return Markup(f"{_first(local.day)}{NB}{SHORT_FRENCH[local.month - 1]}")
    return Markup(f"{SHORT_ENGLISH[local.month - 1]}{NB}{local.day}")


@lru_cache(1024)
def zone(at: datetime, timezone: str, language: str) -> str:
    """`Eastern Time`, `heure de l’Est`: the generic name."""
    _local(at, timezone)
    name = get_timezone_name(ZoneInfo(timezone), "long", locale=LOCALES[language], zone_variant="generic")
    return str(name).replace("'", "’")


def offset(at: datetime, timezone: str) -> str:
    """`UTC−5`, `UTC+5:30`: beside the zone's name where people are elsewhere."""
    seconds = _local(at, timezone).utcoffset()
    minutes = int(seconds.total_seconds() // 60) if seconds else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def iso(at: datetime, timezone: str = "UTC") -> str:
    """ISO 8601 with offset, to the minute: for exports and `<time datetime>`."""
    return _local(at, timezone).isoformat(timespec="minutes")


@lru_cache(4096)
def _local(at: datetime, timezone: str) -> datetime:
    return at.astimezone(ZoneInfo(timezone))


def _english_day(local: date) -> str:
    return f"{ENGLISH[local.month - 1]}{NB}{local.day}"


def _french_day(local: date) -> str:
    return f"{_first(local.day)}{NB}{FRENCH[local.month - 1]}"


def _first(number: int) -> str:
    return "1<sup>er</sup>" if number == 1 else str(number)


def _english_dates(first: datetime, last: datetime) -> Markup:
    if first.date() == last.date():
        return Markup(f"{_english_day(first)}, {first.year}")
    if first.year != last.year:
        return Markup(f"{_english_day(first)}, {first.year} to {_english_day(last)}, {last.year}")
    if first.month != last.month:
        return Markup(f"{_english_day(first)} to {_english_day(last)}, {last.year}")
    joint = "and" if last.day - first.day == 1 else "to"
    return Markup(f"{_english_day(first)} {joint} {last.day}, {last.year}")


def _french_dates(first: datetime, last: datetime) -> Markup:
    if first.date() == last.date():
        return Markup(f"le {_french_day(first)} {first.year}")
    if first.year != last.year:
        return Markup(f"du {_french_day(first)} {first.year} au {_french_day(last)} {last.year}")
    if first.month != last.month:
        return Markup(f"du {_french_day(first)} au {_french_day(last)} {last.year}")
    if last.day - first.day == 1:
        return Markup(f"les {_first(first.day)} et {_french_day(last)} {last.year}")
    return Markup(f"du {_first(first.day)} au {_french_day(last)} {last.year}")
