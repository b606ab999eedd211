"""Registering, and the applicant's own page."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.public import blueprint, keys, steps
from cohorts.public.walks import Walk
from cohorts.registrations import registrations
from cohorts.registrations.forms import ActForm, EditForm, wording_of
from cohorts.registrations.models import Registration


@blueprint.get("/programs/<program>/<cohort>/register")
def register(program: str, cohort: str) -> ResponseReturnValue:
    """The form, or its first part."""
    return steps.show(Walk(program, cohort), 1)


@blueprint.post("/programs/<program>/<cohort>/register")
@limiter.limit("1200/minute")
def create(program: str, cohort: str) -> ResponseReturnValue:
    """Register, or go on to the next part."""
    return steps.send(Walk(program, cohort), 1)


@blueprint.get("/registrations/<reference>")
def registration(reference: str) -> ResponseReturnValue:
    """The applicant's own page."""
    return own_page(keys.held(reference)), 200


def refused(found: Registration, refusal: Refusal) -> ResponseReturnValue:
    """The applicant's own page as it stands now, with why what they asked for was not done."""
    return own_page(found, refusal), refusal.status


def own_page(found: Registration, refusal: Refusal | None = None) -> str:
    """The applicant's own page, with the button of an offer where there is one."""
    form = ActForm(formdata=None)
    return render_template(
        "public/registration.html", form=form, refusal=refusal, has_agreed=found.privacy_agreed_at is not None,
        **keys.shown(found), **_acts(found),
    )  # fmt: skip


@blueprint.route("/registrations/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    """Change name, organization and language."""
    found = keys.held(reference)
    if not found.is_active:
        return keys.has_ended(found)
    form = EditForm(obj=found, news=found.news_agreed_at is not None)
    if not form.was_sent or not form.validate():
        return render_template("public/edit.html", form=form, **keys.shown(found)), form.status
    try:
        registrations.edit(
            found.id, by=actors.applicant(found.id), name=form.name.data,
            organization=form.organization.data or "", language=form.language.data,
            news_wording=wording_of(form.news),
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/edit.html", form=form, **keys.shown(found)), refusal.status
    flash(gettext("Your changes are saved."), "good")
    return redirect(url_for("public.registration", reference=reference))


def _acts(found: Registration) -> dict[str, Any]:
    reference = found.reference
    return {
        **keys.calendar(found),
        "edit_url": url_for("public.edit", reference=reference),
        "withdrawal_url": url_for("public.withdrawal", reference=reference),
        "acceptance_url": url_for("public.acceptance", reference=reference),
        "refusal_url": url_for("public.refusal", reference=reference),
    }
