"""A copy of one's answers, mailed on demand."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core import limits
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.public import blueprint, keys
from cohorts.registrations import answer_copies
from cohorts.registrations.forms import ActForm

COPIES_A_DAY = 5


@blueprint.post("/registrations/<reference>/answers/copy")
@limiter.limit("60/minute")
def answers_copy(reference: str) -> ResponseReturnValue:
    """Mail it to the address of the registration, which this browser came from."""
    found = keys.held(reference)
    if not ActForm().validate():
        flash(gettext("This page waited too long, or cookies are off. Press the button again."), "bad")
        return redirect(url_for("public.registration", reference=reference))
    try:
        limits.hit("copy", reference, limit=COPIES_A_DAY, seconds=86_400)
        answer_copies.send(found.id)
    except Refusal as refusal:
        flash(str(refusal), "bad")
    else:
        flash(gettext("A copy of your answers is on its way to your address."), "good")
    return redirect(url_for("public.registration", reference=reference))
