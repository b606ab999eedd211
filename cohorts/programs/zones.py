"""Time zones to choose from: Canada's first, with their names in words."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_name

from cohorts.core.languages import LOCALES

CANADIAN = (
    "America/Toronto", "America/St_Johns", "America/Halifax", "America/Moncton", "America/Winnipeg",
    "America/Regina", "America/Edmonton", "America/Vancouver", "America/Whitehorse", "America/Yellowknife",
    "America/Iqaluit",
)  # fmt: skip
AREAS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
         "Pacific/")  # fmt: skip


@lru_cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(zone, in words): `America/Toronto`, “Toronto – Eastern Time”."""
    others = sorted(known() - {*CANADIAN, "UTC"})
    return tuple((zone, _words(zone, language)) for zone in (*CANADIAN, *others, "UTC"))


@lru_cache
def known() -> frozenset[str]:
    """Every zone of a city that the clocks of this machine know, and UTC: what may be chosen or loaded."""
    # The others are names of files and rules (`localtime`, `Factory`), or mean no place that people know.
    return frozenset(zone for zone in available_timezones() if zone.startswith(AREAS)) | {"UTC"}


def _words(zone: str, language: str) -> str:
    if zone not in CANADIAN:
        return zone.replace("_", " ")
    name = get_timezone_name(ZoneInfo(zone), "long", locale=LOCALES[language], zone_variant="generic")
    city = zone.partition("/")[2].replace("_", " ").replace("St Johns", "St. John’s")
    return f"{city} – {name}".replace("'", "’")
