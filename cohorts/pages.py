"""What every page has in common: its language, its headers, its refusals, what templates may call."""

from typing import Any

from flask import Flask, current_app, g, request, session, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from cohorts import refusals
from cohorts.core import catalogue, languages, numbers, when
from cohorts.core.text import Localized, pick
from cohorts.programs import institution

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONE_YEAR = "max-age=31536000"


def init(app: Flask) -> None:
    """Bind the hooks, error pages and template names."""
    app.before_request(_set_language)
    app.after_request(_set_headers)
    app.register_error_handler(HTTPException, refusals.of_http)
    app.register_error_handler(Exception, refusals.of_error)
    app.context_processor(_names)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        when=when,
        text=localized,
        number=_number,
        percent=_percent,
        LANGUAGE_NAMES=languages.NAMES,
        LANGUAGE_WORDS=languages.WORDS,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda words: catalogue.translations(languages.current()).gettext(words),
        ngettext=lambda one, many, n: catalogue.translations(languages.current()).ngettext(one, many, n),
        newstyle=True,
    )


def localized(text: Localized | None) -> Markup:
    """A text in the page's language; marked with `lang` where it had to fall back (WCAG 3.1.2)."""
    words, language = pick(text, languages.current())
    if language == languages.current():
        return escape(words)
    return Markup('<span lang="{}-CA">{}</span>').format(language, words)


def _set_language() -> None:
    asked = request.path.split("/", 2)[1]
    if asked in languages.LANGUAGES:
        g.language = asked
    elif asked == "organizer":
        g.language = _organizers_language()
    else:
        g.language = request.accept_languages.best_match(languages.LANGUAGES) or "en"


def _organizers_language() -> str:
    chosen = getattr(current_user, "language", "") or session.get("language", "")
    return str(chosen or request.accept_languages.best_match(languages.LANGUAGES) or "en")


def _set_headers(response: Response) -> Response:
    if g.get("frames_files"):
        response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")
    # Werkzeug writes the host that the request claims; a path leads to the same place without believing it.
    if response.headers.get("Location", "").startswith(request.host_url):
        response.headers["Location"] = "/" + response.headers["Location"].removeprefix(request.host_url)
    if g.get("private") or request.blueprint == "organizer":
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = ONE_YEAR
    return response


def _names() -> dict[str, Any]:
    language = languages.current()
    return {
        "language": language,
        "other_language": languages.other(language),
        "same_page": same_page,
        "institution": None if g.get("without_database") else institution.current(),
    }


def same_page(language: str) -> str:
    """The address of this page in another language."""
    # By the rule: the language itself is taken out of `view_args` before the view runs.
    if request.endpoint and request.url_rule and "language" in request.url_rule.arguments:
        return url_for(request.endpoint, **{**(request.view_args or {}), "language": language})
    return url_for("public.home", language=language)


def _percent(part: int, whole: int) -> str:
    return numbers.percent(part, whole, languages.current())


def _number(value: int) -> str:
    return numbers.number(value, languages.current())
