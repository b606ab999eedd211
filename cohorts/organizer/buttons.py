"""Buttons without a form of their own: they act, and the page they stand on says what came of it."""

from collections.abc import Callable

from flask import flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form


def pressed(act: Callable[[], object], done: str, back: str) -> Response:
    """Do it and say that it is done, or say why not."""
    if not Form().validate():
        flash(gettext("This page waited too long, or cookies are off. Press the button again."), "bad")
        return redirect(back)
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(back)
