"""The outbox: each message, what became of it, and how it looks."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.mail import outbox, queries
from cohorts.mail.models import STATES
from cohorts.organizer import blueprint, by
from cohorts.organizer.buttons import pressed

# The message's own style sheet stands inside it; nothing is fetched, and nothing in it runs.
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; sandbox"


@blueprint.get("/outbox", endpoint="outbox")
def index() -> ResponseReturnValue:
    """All messages, newest first, or those of one state."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    page = queries.page_of(state=state, number=request.args.get("page", 1, type=int))
    return render_template(
        "organizer/outbox.html", page=page, state=state, counts=queries.counts(), is_set_up=queries.is_set_up()
    )


@blueprint.get("/outbox/<int:message_id>", endpoint="message")
def show(message_id: int) -> ResponseReturnValue:
    """One message, its reader's key masked."""
    message = queries.by_id(message_id)
    return render_template(
        "organizer/message.html", message=message, shown=queries.shown(message), is_set_up=queries.is_set_up()
    )


@blueprint.get("/outbox/<int:message_id>/html", endpoint="message_html")
def html(message_id: int) -> ResponseReturnValue:
    """Its HTML as a mail reader shows it: a page of its own that can do nothing."""
    response = Response(queries.shown(queries.by_id(message_id)).html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = HTML_POLICY
    return response


@blueprint.post("/outbox/<int:message_id>/retry", endpoint="retry_message")
def retry(message_id: int) -> ResponseReturnValue:
    """Try a failed message again; let a held one go."""
    message, back = queries.by_id(message_id), url_for("organizer.message", message_id=message_id)
    act = outbox.release if message.state == "held" else outbox.retry
    return pressed(lambda: act(message_id, by=by()), gettext("The message goes out with the next ones."), back)
