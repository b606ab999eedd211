"""A language."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from flask_babel import lazy_gettext as _l

from cohorts.core.languages import LOCALES
from cohorts.questions.known import KnownField, KnownList
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.wordings import Wording

FIRST = ("en", "fr")
# What many people speak in the world or in Canada, its Indigenous languages and both sign languages among them.
OFFERED = (
    *("en", "fr", "ase"),
    *("atj", "bla", "chp", "cr", "crk", "den", "dgr", "iu", "kwk", "mic", "moe", "moh", "oj", "tce"),
    *("af", "ak", "am", "ar", "as", "az", "be", "bem", "bg", "bm", "bn", "bs", "ca", "ceb", "ckb", "cs", "cy", "da"),
    *("de", "el", "es", "et", "eu", "fa", "ff", "fi", "fil", "ga", "gl", "gu", "ha", "he", "hi", "hr", "ht", "hu"),
    *("hy", "id", "ig", "ilo", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lb", "ln", "lo", "lt"),
    *("lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "om", "or", "pa", "pl"),
    *("ps", "pt", "qu", "ro", "ru", "rw", "sd", "si", "sk", "sl", "sm", "sn", "so", "sq", "sr", "st", "sv", "sw"),
    *("ta", "te", "tg", "th", "ti", "tk", "tn", "to", "tr", "ts", "ug", "uk", "ur", "uz", "vi", "wo", "xh", "yi"),
    *("yo", "yue", "zh", "zu"),
)


@lru_cache
def spoken(language: str) -> KnownList:
    """The languages by their code; French writes them small, a list begins them large."""
    names = Locale.parse(LOCALES[language]).languages
    found = {code: name[0].upper() + name[1:] for code in OFFERED if (name := names.get(code))}
    return KnownList(found, FIRST)


class LanguageField(KnownField):
    """A language, by its name in the page's language."""

    missing = _l("Choose a language")

    @property
    def known(self) -> KnownList:
        """The languages."""
        return spoken(self.language)


class Language(QuestionType):
    """A language, kept as its code."""

    name, title, rank = "language", _l("Language"), 41
    field_class = LanguageField
    summary = COUNTS

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:  # noqa: ARG002
        """The languages."""
        return spoken(language).choices
