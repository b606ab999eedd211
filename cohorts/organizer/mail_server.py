"""The mail server: messages that were held, or refused, are tried again."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.mail import servers
from cohorts.organizer import blueprint, by
from cohorts.organizer.buttons import pressed


@blueprint.post("/mail-server/release", endpoint="mail_release")
def release() -> ResponseReturnValue:
    """Let messages go again, and look at once whether the server takes them."""
    done = gettext("Messages go out again, as soon as the mail server takes them.")
    return pressed(lambda: servers.release(by=by()), done, url_for("organizer.outbox"))
