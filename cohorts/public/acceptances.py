"""Accepting the seat that is held: shown with a button, done by that button alone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core.errors import Refusal
from cohorts.public import blueprint, keys, notices
from cohorts.public import registrations as own_pages
from cohorts.registrations import offers, states
from cohorts.registrations.errors import AgreementMissing
from cohorts.registrations.forms import AcceptanceForm
from cohorts.registrations.models import Registration


@blueprint.get("/registrations/<reference>/acceptance")
def acceptance(reference: str) -> ResponseReturnValue:
    """The offer and its button; who never agreed to the privacy notice is asked to."""
    found = keys.held(reference)
    return _page(found, _form(found))


@blueprint.post("/registrations/<reference>/acceptance")
def accept(reference: str) -> ResponseReturnValue:
    """Take the seat; what is true by then is decided under the lock."""
    found = keys.held(reference)
    form = _form(found)
    notice_id = notices.owner().privacy_notice_id
    if not form.was_sent or not form.validate():
        return _page(found, form, form.status)
    if form.notice and form.notice.data != str(notice_id):
        form.agree_anew(notice_id)
        return _page(found, form, 409)
    try:
        offers.accept(found.id, by=actors.applicant(found.id), privacy_notice_id=notice_id if form.privacy else None)
    except AgreementMissing:
        return redirect(url_for("public.acceptance", reference=reference))
    except Refusal as refusal:
        return own_pages.refused(found, refusal)
    flash(gettext("The seat is yours. We sent you a confirmation by email."), "good")
    return redirect(url_for("public.registration", reference=reference))


def _form(found: Registration) -> AcceptanceForm:
    asked = {"notice": notices.owner().privacy_notice_id}
    return AcceptanceForm(has_agreed=found.privacy_agreed_at is not None, data=asked)


def _page(found: Registration, form: AcceptanceForm, status: int = 200) -> ResponseReturnValue:
    if keys.state_now(found) != states.OFFERED:
        return redirect(url_for("public.registration", reference=found.reference))
    words = {
        "privacy_html": notices.privacy_html(),
        "refusal_url": url_for("public.refusal", reference=found.reference),
    }
    return render_template("public/acceptance.html", form=form, **words, **keys.shown(found)), status
