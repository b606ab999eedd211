"""Seats held back: how many, and one given to a person by name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Refusal, Stale
from cohorts.organizer import blueprint, by, cohorts, comparing, languages
from cohorts.registrations import held_back
from cohorts.registrations.errors import BelowTaken
from cohorts.registrations.held_back_forms import GiftForm, HeldBackForm


@blueprint.route("/programs/<program>/<cohort>/held-back", methods=["GET", "POST"], endpoint="held_back")
def hold(program: str, cohort: str) -> ResponseReturnValue:
    """Hold more or fewer seats back; those that are released go to who waits."""
    shown = cohorts.found(program, cohort)
    form = HeldBackForm(data={"held_back": shown.held_back, "was": shown.held_back})
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    status = form.status
    if form.was_sent and form.validate():
        try:
            held_back.hold(shown.id, form.held_back.data or 0, by=by(), expected=comparing.number(form.was.data))
        except Refusal as refusal:
            shown, status = cohorts.found(program, cohort), refusal.status
            _refuse(form, refusal, shown.held_back)
        else:
            flash(gettext("Your changes are saved."), "good")
            return redirect(shown.url)
    return render_template("organizer/held_back.html", form=form, cohort=shown), status


@blueprint.route("/programs/<program>/<cohort>/held-back/new", methods=["GET", "POST"], endpoint="give_held_back")
def give(program: str, cohort: str) -> ResponseReturnValue:
    """Offer one to a person by name."""
    shown = cohorts.found(program, cohort)
    form = GiftForm(data={"language": shown.cohort.languages[0]})
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    status = form.status
    if form.was_sent and form.validate():
        try:
            reference = held_back.give(shown.id, form.person, by=by(), one_time_key=form.key.data)
        except Refusal as refusal:
            form.refuse(refusal)
            shown, status = cohorts.found(program, cohort), refusal.status
        else:
            flash(gettext("The seat is held, and the offer is on its way to %(name)s.", name=form.name.data), "good")
            return redirect(url_for("organizer.registration", reference=reference))
    return render_template("organizer/held_back_gift.html", form=form, cohort=shown), status


def _refuse(form: HeldBackForm, refusal: Refusal, now: int) -> None:
    if isinstance(refusal, BelowTaken):
        form.held_back.errors = [*form.held_back.errors, str(refusal)]
        return
    form.refuse(refusal)
    if isinstance(refusal, Stale):
        form.was.data = now
