"""Pages for organizers, a module per resource."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from cohorts.accounts import permissions, queries, sign_in
from cohorts.activity.actors import Actor
from cohorts.activity.actors import organizer as organizer_of
from cohorts.core import clock, heartbeats
from cohorts.core.errors import Missing
from cohorts.core.forms import Form
from cohorts.extensions import login
from cohorts.mail import servers

DESK_ZONE = "America/Toronto"
SEEN_EVERY = timedelta(minutes=5)
PAGES = (
    "activity", "archives", "broadcast_drafts", "broadcast_reviews", "broadcasts", "cancellations", "cohorts",
    "completions", "corrections", "decisions", "exports", "files", "form", "form_acts", "form_preview",
    "form_preview_more", "form_questions", "form_sources", "held_back", "institution", "languages", "mail_server",
    "newcomers", "notices", "outbox", "overview", "programs", "publications", "registrations", "reinstatements",
    "relocations", "retractions", "schedules", "sign_ins", "summaries", "template_preview", "templates", "transfers",
    "waitlist",
)  # fmt: skip

blueprint = Blueprint("organizer", __name__)
# Its own guess at stolen cookies (address and browser) would write to the cookie of every visitor.
login.session_protection = None
login.user_loader(queries.signed_in)


def me() -> queries.SignedIn | None:
    """Who asks, if they are signed in."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def by() -> Actor:
    """Who acts on this page."""
    return organizer_of(current_user.id)


@blueprint.before_request
def _refuse() -> ResponseReturnValue | None:
    """Denied unless the policy allows it; what is forbidden answers like what is missing."""
    account = me()
    permission = permissions.of((request.endpoint or "").partition(".")[2])
    if permissions.may(account, permission):
        if account is not None and clock.now() - account.seen_at > SEEN_EVERY:
            sign_in.seen(account.sign_in_id)
        return None
    if account is None and permission is not None:
        back = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
        return redirect(url_for("organizer.sign_in", next=back))
    raise Missing


@blueprint.context_processor
def _names() -> dict[str, Any]:
    # `form`: what a page's buttons carry, unless the page has a form of its own. `desk_zone`: for what has no zone.
    # It reads nothing that was sent: the page may be about a body that was refused.
    if g.get("without_database"):
        return {}
    return {
        "signed_in": me(), "form": Form(formdata=None), "csrf_token": generate_csrf, "desk_zone": DESK_ZONE,
        "mail_server": servers.standing, "gap": heartbeats.gap,
    }  # fmt: skip


# They need the blueprint, so they are read after it.
for page in PAGES:
    import_module(f"{__name__}.{page}")
