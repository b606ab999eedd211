"""Where a cohort meets, in lines of words; never its link, which only confirmed people see."""

from babel import Locale

from cohorts.core.catalogue import translations
from cohorts.core.text import words
from cohorts.programs.models import Cohort


def lines(cohort: Cohort, language: str) -> tuple[str, ...]:
    """Name, street, city with region, and country; or that it meets online."""
    if cohort.is_online:
        return (translations(language).gettext("Online"),)
    city, region = words(cohort.venue_city, language), words(cohort.venue_region, language)
    parts = (cohort.venue_name, cohort.venue_street)
    below = town(city, region, language), country(cohort, language)
    return tuple(filter(None, (*(words(part, language) for part in parts), *below)))


def town(city: str, region: str, language: str) -> str:
    """`Ottawa, Ontario`; `Ottawa (Ontario)`."""
    if not city or not region:
        return city or region
    return f"{city} ({region})" if language == "fr" else f"{city}, {region}"


def country(cohort: Cohort, language: str) -> str:
    """The name of its country."""
    return str(Locale(language).territories.get(cohort.venue_country, ""))
