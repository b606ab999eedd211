"""What people are asked once they have a seat, as they see it: everything works, nothing is kept."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cohorts.core import languages, requests
from cohorts.organizer import blueprint
from cohorts.organizer.form_places import found
from cohorts.organizer.form_preview import ROOM, sent, speak
from cohorts.organizer.form_walk import PreviewCohort
from cohorts.questions.asking import AFTER_SEAT, form_of
from cohorts.registrations.one_page import OnePageForm


@blueprint.route("/programs/<program>/form/preview/more", methods=["GET", "POST"], endpoint="form_preview_more")
@blueprint.route(
    "/programs/<program>/<cohort>/form/preview/more", methods=["GET", "POST"], endpoint="form_preview_more"
)
def show(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """The page, in either language."""
    place = found(program, cohort)
    files = sum(question.wording.type == "file" for question in place.form.of_stage(AFTER_SEAT))
    if files:
        requests.allow(files * ROOM)
    speak(request.args.get("language"))
    kind = form_of(OnePageForm, place.form, languages.current(), AFTER_SEAT)
    form = sent(kind) if request.method == "POST" else kind(formdata=None)
    done = form.was_sent and form.validate() and not form.asks_more
    page = render_template(
        "organizer/form_preview_more.html",
        form=form,
        cohort=PreviewCohort(place),
        done=done,
        has_files=bool(files),
        parts=form.parts(languages.current()),
        address=place.address("form_preview_more"),
    )
    return page, 422 if form.errors else 200
