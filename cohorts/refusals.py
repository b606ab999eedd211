"""Errors as pages: a kind sentence for the visitor, the traceback for the operator."""

import logging

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from cohorts.core import outages
from cohorts.core.errors import Busy, Refusal

log = logging.getLogger("cohorts")
PAGES = {404: "not_found", 413: "too_large", 429: "too_many", 503: "unavailable"}


def of_http(error: HTTPException) -> ResponseReturnValue:
    """The page of an HTTP error; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    # Such as which methods a page takes (RFC 9110, 15.5.6).
    said = [header for header in error.get_headers() if header[0] != "Content-Type"]
    return *_page(error.code, None), said


def of_error(error: Exception) -> ResponseReturnValue:
    """The page of a refusal, of a database that is away, or of a mistake of ours (logged)."""
    if isinstance(error, Refusal):
        return _page(error.status, str(error))
    if isinstance(error, DBAPIError) and outages.may_pass(error):
        log.warning("database unavailable: %s", error.orig)
        return _page(503, str(Busy()))
    # The rule, not the path: a path may hold somebody's key.
    log.error("%s %s failed", request.method, request.url_rule or "a page", exc_info=error)
    return _page(500, None)


def _page(status: int, sentence: str | None) -> tuple[str, int]:
    # A page about a database that fails must not ask it anything.
    g.without_database = status >= 500
    answers = list(request.form.items(multi=True)) if status == 503 and request.method == "POST" else []
    template = f"errors/{PAGES.get(status, 'error')}.html"
    return render_template(template, status=status, sentence=sentence, answers=answers), status
