"""The languages of the site, and the one of this request."""

from flask import g, has_request_context

LANGUAGES = ("en", "fr")
NAMES = {"en": "English", "fr": "Français"}
LOCALES = {"en": "en_CA", "fr": "fr_CA"}


def current() -> str:
    """The language of this request; English where nobody asked for one."""
    return str(g.get("language", "en")) if has_request_context() else "en"


def other(language: str) -> str:
    """The language that the page's link leads to."""
    return "fr" if language == "en" else "en"
