"""Withdrawing: asks once, then gives the seat to the next person."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core.errors import Refusal
from cohorts.public import blueprint, keys
from cohorts.registrations import withdrawals
from cohorts.registrations.forms import ActForm


@blueprint.route("/registrations/<reference>/withdrawal", methods=["GET", "POST"])
def withdrawal(reference: str) -> ResponseReturnValue:
    """The question, and the act."""
    found = keys.held(reference)
    form = ActForm()
    if not found.is_active and not form.was_sent:
        return keys.has_ended(found)
    if not form.was_sent or not form.validate():
        return render_template("public/withdrawal.html", form=form, **keys.shown(found)), form.status
    try:
        withdrawals.withdraw(found.id, by=actors.applicant(found.id))
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/withdrawal.html", form=form, **keys.shown(found)), refusal.status
    flash(gettext("You withdrew. We sent you a confirmation by email."), "good")
    return redirect(url_for("public.registration", reference=reference))
