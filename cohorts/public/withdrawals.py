"""Withdrawing: asks once, then gives the seat to the next person."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core.errors import Refusal
from cohorts.public import blueprint, keys
from cohorts.public import registrations as own_pages
from cohorts.registrations import states, withdrawals
from cohorts.registrations.forms import ActForm


@blueprint.route("/registrations/<reference>/withdrawal", methods=["GET", "POST"])
def withdrawal(reference: str) -> ResponseReturnValue:
    """The question, and the act."""
    found = keys.held(reference)
    form = ActForm()
    if not form.was_sent and found.state == states.OFFERED:
        return redirect(url_for("public.refusal", reference=reference))
    if not form.was_sent and not found.is_active:
        return keys.has_ended(found)
    if not form.was_sent or not form.validate():
        return render_template("public/withdrawal.html", form=form, **keys.shown(found)), form.status
    try:
        withdrawals.withdraw(found.id, by=actors.applicant(found.id))
    except Refusal as refusal:
        return own_pages.refused(found, refusal)
    flash(gettext("You withdrew. We sent you a confirmation by email."), "good")
    return redirect(url_for("public.registration", reference=reference))
