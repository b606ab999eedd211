"""The public holidays of the place where a cohort meets."""

from collections.abc import Container
from datetime import date
from functools import lru_cache

import holidays

from cohorts.core.text import fold


def of(country: str, regions: tuple[str, ...]) -> Container[date]:
    """Those of a country (ISO 3166-1) and of its region, by any of its names; none for a country that is not known."""
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        return ()
    return _calendar(country, _subdivision(country, regions))


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str | None) -> Container[date]:
    # It works out each year when it is first asked about it.
    return holidays.country_holidays(country, subdiv=subdivision)


def _subdivision(country: str, regions: tuple[str, ...]) -> str | None:
    calendar = holidays.country_holidays(country)
    codes = {fold(code): code for code in calendar.subdivisions}
    named = codes | {fold(name): code for name, code in calendar.subdivisions_aliases.items()}
    return next((named[fold(region)] for region in regions if fold(region) in named), None)
