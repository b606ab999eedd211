"""The institution: its name, address, contact and privacy notice."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Refusal, Stale
from cohorts.organizer import blueprint, by, comparing, languages
from cohorts.programs import institution
from cohorts.programs.forms import InstitutionForm

PARTS = ("name", "address", "contact", "website")


@blueprint.route("/institution", methods=["GET", "POST"], endpoint="institution")
def edit() -> ResponseReturnValue:
    """See and change it."""
    form = InstitutionForm(data=_filled())
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if not form.was_sent or not form.validate():
        return render_template("organizer/institution.html", form=form), form.status
    try:
        institution.edit(
            by=by(), expected_version=comparing.version(form), privacy_notice=form.privacy_notice.data,
            **{name: form[name].data for name in PARTS},
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        theirs = comparing.with_saved(form, _filled()) if isinstance(refusal, Stale) else []
        return render_template("organizer/institution.html", form=form, theirs=theirs), refusal.status
    flash(gettext("Your changes are saved."), "good")
    return redirect(url_for("organizer.institution"))


def _filled() -> dict[str, Any]:
    found = institution.current()
    if found is None:
        return {"version": 0}
    said = {name: getattr(found, name) for name in (*PARTS, "version")}
    return {**said, "privacy_notice": found.privacy_notice.text}
