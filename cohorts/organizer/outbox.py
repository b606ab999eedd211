"""The outbox: each message, what became of it, and how it looks."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Missing
from cohorts.core.forms import Form
from cohorts.mail import outbox, queries
from cohorts.mail.models import STATES, Message
from cohorts.organizer import blueprint, by
from cohorts.organizer.buttons import pressed
from cohorts.registrations import queries as people
from cohorts.registrations import resending
from cohorts.registrations.models import Registration

# The message's own style sheet stands inside it; nothing is fetched, and nothing in it runs.
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; sandbox"


@blueprint.get("/outbox", endpoint="outbox")
def index() -> ResponseReturnValue:
    """All messages, newest first, or those of one state; with `?batch=` those that went to many."""
    state, batch = request.args.get("state", ""), request.args.get("batch", "")
    state = state if state in STATES else ""
    return render_template(
        "organizer/outbox.html", state=state, batch=batch, counts=queries.counts(batch), is_set_up=queries.is_set_up(),
        page=queries.page_of(state=state, batch=batch, number=request.args.get("page", 1, type=int)),
    )  # fmt: skip


@blueprint.get("/outbox/<int:message_id>", endpoint="message")
def show(message_id: int) -> ResponseReturnValue:
    """One message, its reader's key masked."""
    message = queries.by_id(message_id)
    registration = _about(message)
    return render_template(
        "organizer/message.html", message=message, shown=queries.shown(message), is_set_up=queries.is_set_up(),
        registration=registration,
        may_be_resent=registration is not None and resending.is_possible(message, registration),
    )  # fmt: skip


@blueprint.get("/outbox/<int:message_id>/html", endpoint="message_html")
def html(message_id: int) -> ResponseReturnValue:
    """Its HTML as a mail reader shows it: a page of its own that can do nothing."""
    shown = queries.shown(queries.by_id(message_id))
    if not shown.html:
        raise Missing
    response = Response(shown.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = HTML_POLICY
    return response


@blueprint.post("/outbox/<int:message_id>/retry", endpoint="retry_message")
def retry(message_id: int) -> ResponseReturnValue:
    """Try a failed message again; let a held one go."""
    message, back = queries.by_id(message_id), url_for("organizer.message", message_id=message_id)
    act = outbox.release if message.state == "held" else outbox.retry
    return pressed(lambda: act(message_id, by=by()), gettext("The message goes out with the next ones."), back)


@blueprint.post("/outbox/<int:message_id>/copy", endpoint="resend_message")
def resend(message_id: int) -> ResponseReturnValue:
    """Write a message about a registration again, as a new one."""
    registration = _about(queries.by_id(message_id))
    if registration is None:
        raise Missing
    back = url_for("organizer.registration", reference=registration.reference)
    done = gettext(
        "It is written anew, with the dates, place and link of today, and goes to %(to)s.", to=registration.email
    )
    return pressed(lambda: resending.resend(message_id, by=by(), key=Form().key.data or ""), done, back)


def _about(message: Message) -> Registration | None:
    if message.subject_type != "registration":
        return None
    return people.by_ids({message.subject_id}).get(message.subject_id)
