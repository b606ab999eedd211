"""The languages of the site, and the one of this request."""

from flask import g, has_request_context, request
from flask_babel import lazy_gettext as _l

LANGUAGES = ("en", "fr")
# As whoever reads it calls it, for the link that leads to it; and as a sentence of the page's own language does.
NAMES = {"en": "English", "fr": "Français"}
WORDS = {"en": _l("English"), "fr": _l("French")}
LOCALES = {"en": "en_CA", "fr": "fr_CA"}


def current() -> str:
    """The language of this request; English where nobody asked for one."""
    return str(g.get("language", "en")) if has_request_context() else "en"


def was_switched() -> bool:
    """Whether a form came by the language link, so that it was filled in on a page in the other language."""
    return has_request_context() and "switch_language" in request.form


def other(language: str) -> str:
    """The language that the page's link leads to."""
    return "fr" if language == "en" else "en"
