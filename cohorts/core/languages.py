"""The languages of the site, and the one of this request."""

from flask import g, has_request_context, request

LANGUAGES = ("en", "fr")
NAMES = {"en": "English", "fr": "Français"}
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
