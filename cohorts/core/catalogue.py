"""The French words, read from the .po file itself: there is nothing to compile and nothing to forget."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain

from cohorts.core.languages import current
from cohorts.core.paths import PACKAGE


class Catalogue(Domain):  # type: ignore[misc]
    """Flask-Babel's domain, with our way of loading; English stands in the source."""

    def get_translations(self) -> Any:
        """The words of this request's language."""
        return translations(current())


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English has none."""
    path = PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.po"
    if language == "en" or not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
