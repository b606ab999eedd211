"""The page after registering: what is true now, and which mail to expect."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import limits
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.public import blueprint, keys, previews
from cohorts.public.shown import ShownCohort
from cohorts.registrations import addresses, queries
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.forms import AddressForm
from cohorts.registrations.models import Registration

CORRECTIONS_A_DAY = 5


@blueprint.get("/registrations/<reference>/result")
def result(reference: str) -> ResponseReturnValue:
    """What the commit decided."""
    found = keys.held_or_outcome(reference)
    page = {**keys.shown(found), "session_link": None}
    return render_template(
        "public/result.html", message=previews.of(found), **keys.calendar(found),
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
        version = addresses.correct(
            found.id, by=actors.applicant(found.id), email=form.email.data, came_by_link=keys.came_by_link(reference)
        )
    except AlreadyRegistered:
        return _to_mailbox(found, form) if found.cohort.verify_email else redirect(url_for("public.mailbox"))
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/address.html", form=form, **keys.shown(found)), refusal.status
    if found.cohort.verify_email:
        return _to_mailbox(found, form)
    keys.give_outcome(reference, version)
    flash(gettext("We write to the new address now. The old link no longer works."), "good")
    return redirect(url_for("public.result", reference=reference))


def _to_mailbox(found: Registration, form: AddressForm) -> ResponseReturnValue:
    # Whether the address was known here, is answered alike: the same page, and no key that still opens or does not.
    keys.drop(found.reference)
    previews.remember(form.email.data)
    return redirect(ShownCohort(found.cohort, queries.seats_of([found.cohort_id])[found.cohort_id]).mailbox_url)
