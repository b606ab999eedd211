"""Cancelling a registration, or a whole cohort: with a reason, after one question."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Refusal
from cohorts.organizer import blueprint, by, cohorts
from cohorts.programs.forms import ReasonForm
from cohorts.registrations import cancellations, entries, queries
from cohorts.registrations import cohorts as verbs


@blueprint.route("/registrations/<reference>/cancellation", methods=["GET", "POST"],
                 endpoint="registration_cancellation")  # fmt: skip
def of_registration(reference: str) -> ResponseReturnValue:
    """End a registration; its seat goes on."""
    form, found = ReasonForm(), queries.by_reference(reference)
    back = url_for("organizer.registration", reference=reference)
    status = form.status
    if form.was_sent and form.validate():
        try:
            cancellations.cancel(found.id, by=by(), reason=form.reason.data, key=form.key.data)
        except Refusal as refusal:
            form.refuse(refusal)
            status, found = refusal.status, queries.by_reference(reference)
        else:
            flash(gettext("The registration is cancelled. A message to the applicant is on its way."), "good")
            return redirect(back)
    seats = queries.seats_of([found.cohort_id])[found.cohort_id]
    goes_on = seats.waiting > 0 and entries.is_served(found.cohort)
    return render_template(
        "organizer/registration_cancellation.html", form=form, registration=found, goes_on=goes_on
    ), status  # fmt: skip


@blueprint.route("/programs/<program>/<cohort>/cancellation", methods=["GET", "POST"],
                 endpoint="cohort_cancellation")  # fmt: skip
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Cancel a cohort at once; its people are told in batches."""
    form, shown = ReasonForm(), cohorts.found(program, cohort)
    status = form.status
    if form.was_sent and form.validate():
        try:
            verbs.cancel(shown.id, by=by(), reason=form.reason.data)
        except Refusal as refusal:
            form.refuse(refusal)
            status, shown = refusal.status, cohorts.found(program, cohort)
        else:
            flash(gettext("The cohort is cancelled. Everybody who is registered gets a message."), "good")
            return redirect(shown.url)
    active = shown.taken + shown.waiting
    return render_template("organizer/cohort_cancellation.html", form=form, cohort=shown, active=active), status
