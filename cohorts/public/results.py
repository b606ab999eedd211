"""The page after registering: what is true now, and which mail to expect."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import limits
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.public import blueprint, keys, previews
from cohorts.registrations import registrations
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.forms import AddressForm

CORRECTIONS_A_DAY = 5


@blueprint.get("/registrations/<reference>/result")
def result(reference: str) -> ResponseReturnValue:
    """What the commit decided."""
    found = keys.held_or_outcome(reference)
    page = {**keys.shown(found), "session_link": None}
    return render_template(
        "public/result.html", message=previews.of(found), calendar_url=url_for("public.calendar", reference=reference),
        address_url=url_for("public.address", reference=reference), **page,
    )  # fmt: skip


@blueprint.route("/registrations/<reference>/address", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
def address(reference: str) -> ResponseReturnValue:
    """Correct a mistyped address; the mail goes out again, to the right one."""
    found = keys.held_or_outcome(reference)
    if not found.is_active:
        return keys.has_ended(found)
    form = AddressForm(data={"email": found.email})
    if not form.was_sent or not form.validate():
        return render_template("public/address.html", form=form, **keys.shown(found)), form.status
    try:
        limits.hit("correct", reference, limit=CORRECTIONS_A_DAY, seconds=86_400)
        version = registrations.correct_address(found.id, by=actors.applicant(found.id), email=form.email.data)
    except AlreadyRegistered:
        return redirect(url_for("public.mailbox"))
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/address.html", form=form, **keys.shown(found)), refusal.status
    keys.give_outcome(reference, version)
    flash(gettext("We write to the new address now. The old link no longer works."), "good")
    return redirect(url_for("public.result", reference=reference))
