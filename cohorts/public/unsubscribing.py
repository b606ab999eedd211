"""Getting no more informational mail of a program, at the address that the mail names: no cookie, no sign-in.

The button of the page and a mail program's one click (RFC 8058) send the same POST; a GET changes nothing.
"""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing
from cohorts.public import blueprint
from cohorts.registrations import unsubscribing


@blueprint.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> ResponseReturnValue:
    """The page with the button; after it, what still comes and the way back."""
    return _page(token, came_back="again" in request.args)


@blueprint.post("/unsubscribe/<token>")
def leave(token: str) -> ResponseReturnValue:
    """Write to them no more, whatever the body says; what is wrong with the token, the page says."""
    try:
        unsubscribing.leave(token)
    except Missing:
        return _unknown()
    # Mail programs want an answer, not another address.
    return _page(token)


@blueprint.post("/unsubscribe/<token>/undo")
def come_back(token: str) -> ResponseReturnValue:
    """Write to them again."""
    try:
        unsubscribing.come_back(token)
    except Missing:
        return _unknown()
    g.private = True
    return redirect(url_for("public.unsubscribe", token=token, again=1), 303)


def _page(token: str, *, came_back: bool = False) -> ResponseReturnValue:
    try:
        found = unsubscribing.opened(token)
    except Missing:
        return _unknown()
    g.private = True
    return render_template("public/unsubscribe.html", found=found, token=token, came_back=came_back)


def _unknown() -> ResponseReturnValue:
    g.private = True
    return render_template("public/unsubscribe_unknown.html"), 404
