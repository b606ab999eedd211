"""The form as an applicant sees it: everything works, nothing is kept."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cohorts.organizer import blueprint
from cohorts.organizer.form_places import found


@blueprint.route("/programs/<program>/form/preview", methods=["GET", "POST"], endpoint="form_preview")
@blueprint.route("/programs/<program>/<cohort>/form/preview", methods=["GET", "POST"], endpoint="form_preview")
def show(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """The page, in either language."""
    place = found(program, cohort)
    return render_template("organizer/form_types.html", place=place, types=(), stage="registration")
