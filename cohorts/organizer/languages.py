"""The language of the organizers' pages: each organizer's own."""

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from cohorts.accounts import users
from cohorts.core.forms import Form
from cohorts.core.languages import LANGUAGES
from cohorts.organizer import blueprint, me
from cohorts.organizer.paths import own_path


@blueprint.post("/language", endpoint="language")
def switch() -> ResponseReturnValue:
    """Choose it, and come back."""
    if Form().validate():
        choose(request.form.get("language", ""))
    return redirect(_back(request.form.get("back")))


def choose(language: str) -> None:
    """See pages in this language from now on, this one included."""
    if language not in LANGUAGES:
        return
    account = me()
    if account is None:
        session["language"] = language
    else:
        users.set_language(account.id, language)
    g.language = language
    refresh()


def _back(asked: str | None) -> str:
    asked = (asked or "").rstrip("?")
    sign_in = url_for("organizer.sign_in")
    return own_path(asked) or (sign_in if asked.startswith(sign_in) else url_for("organizer.overview"))
