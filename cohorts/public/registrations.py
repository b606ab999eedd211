"""Registering, and the applicant's own page."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import languages, tokens
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.programs import phases, queries
from cohorts.public import blueprint, keys, notices, previews
from cohorts.public.shown import ShownCohort
from cohorts.registrations import registrations, states
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.forms import ActForm, EditForm, RegistrationForm
from cohorts.registrations.models import Registration


@blueprint.get("/programs/<program>/<cohort>/register")
def register(program: str, cohort: str) -> ResponseReturnValue:
    """The form, where registering is possible; else the cohort's page says why not."""
    shown = ShownCohort(*queries.public_cohort(program, cohort))
    if shown.phase not in phases.TAKES_REGISTRATIONS:
        return redirect(shown.url)
    notice_id = notices.owner().privacy_notice_id
    shown_first = {"language": languages.current(), "promised": _promise(shown), "notice": notice_id}
    return _form(RegistrationForm(data=shown_first), shown)


def _promise(shown: ShownCohort) -> str:
    if shown.reviews:
        return "application"
    return "seat" if shown.phase == phases.OPEN else "place"


@blueprint.post("/programs/<program>/<cohort>/register")
@limiter.limit("1200/minute")
def create(program: str, cohort: str) -> ResponseReturnValue:
    """Register; the result page says what the commit decided."""
    shown, form = ShownCohort(*queries.public_cohort(program, cohort)), RegistrationForm()
    if not form.was_sent or not form.validate():
        return _form(form, shown, form.status)
    if form.looks_automatic:
        return _form(_doubted(form), shown, 422)
    if form.meant:
        return _form(form, shown, 422, suggestion=form.meant)
    previews.remember(form.email.data)
    return _registered(form, shown)


def _registered(form: RegistrationForm, shown: ShownCohort) -> ResponseReturnValue:
    notice_id = notices.owner().privacy_notice_id
    if form.notice.data != str(notice_id):
        form.agree_anew(notice_id)
        return _form(form, shown, 409)
    try:
        outcome = registrations.register(
            form.person, by=actors.applicant(), cohort_id=shown.cohort.id,
            privacy_notice_id=notice_id, one_time_key=form.key.data or "",
        )  # fmt: skip
    except AlreadyRegistered:
        return redirect(shown.mailbox_url)
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form, shown, refusal.status)
    if shown.verifies:
        # Who registered before, and who did not, is answered alike: no cookie, no word of the outcome.
        return redirect(shown.mailbox_url)
    if outcome.state == states.WITHDRAWN:
        return _form(_begun_anew(form), shown, 409)
    keys.give_outcome(outcome.reference, outcome.link_version)
    _tell_of_the_race(form.promised.data, outcome.state)
    return redirect(url_for("public.result", reference=outcome.reference))


def _tell_of_the_race(promised: str | None, state: str) -> None:
    if promised == "seat" and state == states.WAITLISTED:
        flash(gettext("The last seat went while you wrote, so you are on the waiting list."), "plain")
    elif promised in ("seat", "place") and state == states.PENDING:
        flash(gettext("The organizers choose among applications now: yours is one of them."), "plain")
    elif promised == "place" and state == states.CONFIRMED:
        flash(gettext("A seat came free while you wrote, and it is yours."), "good")


def _begun_anew(form: RegistrationForm) -> RegistrationForm:
    # Back after withdrawing, or a late repetition by a bad connection: only the person can tell.
    form.key.data = tokens.one_time()
    form.form_errors.append(gettext("You withdrew this registration. To register anew, send this once more."))
    return form


def _doubted(form: RegistrationForm) -> RegistrationForm:
    form.website.data = ""
    form.form_errors.append(gettext("We could not tell that a person sent this. Look over it, then send it again."))
    return form


def _form(
    form: RegistrationForm, shown: ShownCohort, status: int = 200, suggestion: str | None = None
) -> ResponseReturnValue:
    page = render_template(
        "public/register.html", form=form, cohort=shown, suggestion=suggestion, privacy_html=notices.privacy_html(),
    )  # fmt: skip
    return page, status


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
    form = EditForm(obj=found)
    if not form.was_sent or not form.validate():
        return render_template("public/edit.html", form=form, **keys.shown(found)), form.status
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
        "acceptance_url": url_for("public.acceptance", reference=reference),
        "refusal_url": url_for("public.refusal", reference=reference),
    }
