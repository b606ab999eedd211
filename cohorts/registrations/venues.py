"""Where a cohort meets, in lines of words; never its link, which only confirmed people see."""

from cohorts.core.catalogue import translations
from cohorts.core.text import words
from cohorts.programs.models import Cohort


def lines(cohort: Cohort, language: str) -> tuple[str, ...]:
    """Name, street, and city with region; or that it meets online."""
    if cohort.is_online:
        return (translations(language).gettext("Online"),)
    city, region = words(cohort.venue_city, language), words(cohort.venue_region, language)
    joint = f"{city} ({region})" if language == "fr" else f"{city}, {region}"
    parts = (cohort.venue_name, cohort.venue_street)
    return tuple(filter(None, (*(words(part, language) for part in parts), joint if city and region else city)))
