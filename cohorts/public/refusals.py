"""Declining the seat that is held: asks once, then the seat goes on."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core.errors import Refusal
from cohorts.public import blueprint, keys
from cohorts.public import registrations as own_pages
from cohorts.registrations import offers, states
from cohorts.registrations.forms import ActForm


@blueprint.route("/registrations/<reference>/refusal", methods=["GET", "POST"])
def refusal(reference: str) -> ResponseReturnValue:
    """The question, and the act."""
    found = keys.held(reference)
    form = ActForm()
    if not form.was_sent and keys.state_now(found) != states.OFFERED:
        return redirect(url_for("public.registration", reference=reference))
    if not form.was_sent or not form.validate():
        return render_template("public/refusal.html", form=form, **keys.shown(found)), form.status
    try:
        offers.decline(found.id, by=actors.applicant(found.id))
    except Refusal as said:
        return own_pages.refused(found, said)
    flash(gettext("You gave up the seat. We sent you a confirmation by email."), "good")
    return redirect(url_for("public.registration", reference=reference))
