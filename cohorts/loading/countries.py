"""Countries by their two letters (ISO 3166)."""

from functools import lru_cache

from babel import Locale

from cohorts.core.languages import LANGUAGES
from cohorts.core.text import fold

# Two letters that Babel names and ISO 3166 does not give to a country.
OTHERS = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})


@lru_cache
def codes() -> frozenset[str]:
    """All codes."""
    known = map(str, Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - OTHERS


def code_of(written: str) -> str | None:
    """The code that was meant: written small, or as the country’s name in a language of ours."""
    return written.upper() if written.upper() in codes() else _by_name().get(fold(written))


@lru_cache
def _by_name() -> dict[str, str]:
    return {fold(str(Locale(language).territories[code])): code for language in LANGUAGES for code in codes()}
