"""The form of a cohort, or the one that a program keeps: its questions in order."""

from collections.abc import Sequence
from datetime import datetime, time

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Refusal, Stale
from cohorts.organizer import blueprint, by, comparing, form_lines, languages
from cohorts.organizer.buttons import pressed
from cohorts.organizer.form_places import FormPlace, called, found
from cohorts.programs import schedule
from cohorts.questions import forms, questions
from cohorts.questions.desk_forms import DetailsForm
from cohorts.questions.models import STAGES
from cohorts.questions.wordings import AskedForm
from cohorts.registrations import queries as people

LAST_MINUTE = time(23, 59)
# A form has no more questions than this.
MOST_NUMBERS = 1000


@blueprint.get("/programs/<program>/form", endpoint="form")
@blueprint.get("/programs/<program>/<cohort>/form", endpoint="form")
def show(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """The questions in order, with those of ours in their place."""
    place = found(program, cohort)
    form, total = place.form, sum(people.counts(place.cohort.id).values()) if place.cohort else None
    return render_template(
        "organizer/form.html", place=place, asked=form, total=total, archived=form_lines.archived(form),
        stages={stage: form_lines.of_stage(form, stage) for stage in STAGES}, seen=_ids(form),
        warnings=form_lines.warnings(form, place.languages),
        moved=comparing.number(request.args.get("moved")), way=request.args.get("way"),
    )  # fmt: skip


@blueprint.post("/programs/<program>/form/order", endpoint="form_order")
@blueprint.post("/programs/<program>/<cohort>/form/order", endpoint="form_order")
def arrange(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Put the questions in the order to which somebody dragged them."""
    place = found(program, cohort)
    order = numbers_in(request.form.get("order"))
    return pressed(lambda: arranged(place, order), gettext("The questions are in their new order."), place.url)


def arranged(place: FormPlace, order: Sequence[int]) -> None:
    """Put the questions in this order; raises a Stale that says what became another meanwhile."""
    version = comparing.number(request.form.get("order_version"))
    try:
        questions.arrange(place.owner, order, by=by(), expected_order=-1 if version is None else version)
    except Stale as stale:
        now = found(place.program.slug, place.cohort.cohort.slug if place.cohort else None).form
        stale.sentence = _what_differs(numbers_in(request.form.get("seen")), now)
        raise


@blueprint.route("/programs/<program>/form/details", methods=["GET", "POST"], endpoint="form_details")
@blueprint.route("/programs/<program>/<cohort>/form/details", methods=["GET", "POST"], endpoint="form_details")
def details(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Whether an organization is asked for, and until when people may answer what comes after the seat."""
    place = found(program, cohort)
    form = DetailsForm(data=_filled(place))
    if place.cohort is None:
        del form.after_seat_until, form.after_seat_until_time
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if not form.was_sent or not form.validate():
        return render_template("organizer/form_details.html", form=form, place=place), form.status
    try:
        forms.edit(
            place.owner, by=by(), organization=form.organization.data, after_seat_until=_deadline(form, place),
            expected_version=None if place.form.id == 0 else comparing.version(form),
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        theirs = comparing.with_saved(form, _filled(found(program, cohort))) if isinstance(refusal, Stale) else []
        return render_template("organizer/form_details.html", form=form, place=place, theirs=theirs), refusal.status
    flash(gettext("Your changes are saved."), "good")
    return redirect(place.url)


def numbers_in(written: str | None) -> list[int]:
    """The numbers of a list such as `3,1,2`; what is none is left out."""
    parts = (comparing.number(part) for part in (written or "").split(",")[:MOST_NUMBERS])
    return [number for number in parts if number is not None]


def _ids(form: AskedForm) -> str:
    return ",".join(str(question.id) for question in form.questions)


def _what_differs(seen: Sequence[int], now: AskedForm) -> str:
    """What came, went or changed places since a page was made."""
    order = [question.id for question in now.questions]
    names = {question.id: called(question) for question in now.everything}
    came = [gettext("“%(name)s” was added.", name=names[each]) for each in order if each not in seen]
    went = [gettext("“%(name)s” was deleted.", name=names[e]) for e in seen if e in names and e not in order]
    stayed = [each for each in order if each in seen]
    places = [gettext("The order changed.")] if stayed != [each for each in seen if each in order] else []
    return " ".join(
        [gettext("Somebody else changed the form meanwhile."), *came, *went, *places, gettext("Move it again.")]
    )


def _filled(place: FormPlace) -> dict[str, object]:
    until = place.form.after_seat_until
    local: datetime | None = schedule.local(until, place.timezone) if until and place.timezone else None
    return {
        "organization": place.form.organization,
        "version": place.form.version,
        "after_seat_until": local and local.date(),
        "after_seat_until_time": local and local.time(),
    }


def _deadline(form: DetailsForm, place: FormPlace) -> datetime | None:
    if place.timezone is None:
        return None
    return schedule.joined(form.after_seat_until.data, form.after_seat_until_time.data or LAST_MINUTE, place.timezone)
