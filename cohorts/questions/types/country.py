"""A country."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from flask_babel import lazy_gettext as _l

from cohorts.core.languages import LOCALES
from cohorts.questions.known import KnownField, KnownList
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.wordings import Wording

FIRST = ("CA",)
# Codes of two letters that are no country: unions, zones, tests, and parts with a code of their own.
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@lru_cache
def countries(language: str) -> KnownList:
    """All countries and territories by their code."""
    names = Locale.parse(LOCALES[language]).territories
    found = {code: name for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES}
    return KnownList(found, FIRST)


class CountryField(KnownField):
    """A country in the page's language."""

    missing = _l("Choose a country")
    attributes = {"autocomplete": "country"}

    @property
    def known(self) -> KnownList:
        """The countries."""
        return countries(self.language)


class Country(QuestionType):
    """A country, kept as its code."""

    name, title, rank = "country", _l("Country"), 40
    field_class = CountryField
    summary = COUNTS

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:  # noqa: ARG002
        """The countries."""
        return countries(language).choices
