"""Registering, and the applicant's own page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from cohorts.activity import actors
from cohorts.core import languages
from cohorts.core.errors import Missing, Refusal
from cohorts.core.text import words
from cohorts.extensions import limiter
from cohorts.programs import institution, phases, queries
from cohorts.public import blueprint, keys
from cohorts.public.shown import ShownCohort
from cohorts.registrations import registrations
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.forms import EditForm, RegistrationForm
from cohorts.registrations.models import Registration


@blueprint.get("/programs/<program>/<cohort>/register")
def register(program: str, cohort: str) -> ResponseReturnValue:
    """The form, where registering is possible; else the cohort's page says why not."""
    shown = ShownCohort(*queries.public_cohort(program, cohort))
    if shown.phase not in phases.TAKES_REGISTRATIONS:
        return redirect(shown.url)
    return _form(RegistrationForm(data={"language": languages.current()}), shown)


@blueprint.post("/programs/<program>/<cohort>/register")
@limiter.limit("1200/minute")
def create(program: str, cohort: str) -> ResponseReturnValue:
    """Register; the result page says what the commit decided."""
    shown, form = ShownCohort(*queries.public_cohort(program, cohort)), RegistrationForm()
    if "switch_language" in request.form:
        return _form(form, shown)
    if not form.validate():
        return _form(form, shown, 422)
    if form.looks_automatic:
        return _form(_doubted(form), shown, 422)
    if form.meant:
        return _form(form, shown, 422, suggestion=form.meant)
    return _registered(form, shown)


def _registered(form: RegistrationForm, shown: ShownCohort) -> ResponseReturnValue:
    owner = institution.current()
    if owner is None:
        raise Missing
    try:
        outcome = registrations.register(
            form.person, by=actors.applicant(), cohort_id=shown.cohort.id,
            privacy_notice_id=owner.privacy_notice_id, one_time_key=form.key.data or "",
        )  # fmt: skip
    except AlreadyRegistered:
        return redirect(url_for("public.mailbox"))
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form, shown, refusal.status)
    keys.give_outcome(outcome.reference, outcome.link_version)
    return redirect(url_for("public.result", reference=outcome.reference))


def _doubted(form: RegistrationForm) -> RegistrationForm:
    form.website.data = ""
    form.form_errors.append(gettext("We could not tell that a person sent this. Look over it, then send it again."))
    return form


def _form(
    form: RegistrationForm, shown: ShownCohort, status: int = 200, suggestion: str | None = None
) -> ResponseReturnValue:
    owner = institution.current()
    notice = owner.privacy_notice.html if owner else {}
    page = render_template(
        "public/register.html", form=form, cohort=shown, suggestion=suggestion,
        privacy_html=Markup(words(notice, languages.current())),
    )  # fmt: skip
    return page, status


@blueprint.get("/registrations/<reference>")
def registration(reference: str) -> ResponseReturnValue:
    """The applicant's own page."""
    found = keys.held(reference)
    return render_template("public/registration.html", **keys.shown(found), **_acts(found))


@blueprint.route("/registrations/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    """Change name, organization and language."""
    found = keys.held(reference)
    form = EditForm(obj=found)
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return render_template("public/edit.html", form=form, **keys.shown(found)), status
    try:
        registrations.edit(
            found.id, by=actors.applicant(found.id), name=form.name.data,
            organization=form.organization.data or "", language=form.language.data,
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/edit.html", form=form, **keys.shown(found)), refusal.status
    flash(gettext("Your changes are saved."), "good")
    return redirect(url_for("public.registration", reference=reference))


def _acts(found: Registration) -> dict[str, Any]:
    reference = found.reference
    return {
        "calendar_url": url_for("public.calendar", reference=reference),
        "edit_url": url_for("public.edit", reference=reference),
        "withdrawal_url": url_for("public.withdrawal", reference=reference),
    }
