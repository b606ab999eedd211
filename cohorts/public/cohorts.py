"""A cohort's page."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from cohorts.core import release
from cohorts.programs import institution, phases, queries
from cohorts.public import blueprint
from cohorts.public.shown import ShownCohort

# In these phases the page leads on to the next cohort, so it depends on more than itself.
LEADS_ON = frozenset({phases.CLOSED, phases.PAST, phases.CANCELLED, phases.ARCHIVED})


@blueprint.get("/programs/<program>/<cohort>")
def cohort(program: str, cohort: str) -> ResponseReturnValue:
    """What it is, when, where, how many seats are left; answered 304 before anything is rendered."""
    shown = ShownCohort(*queries.public_cohort(program, cohort))
    if shown.phase in LEADS_ON:
        return render_template("public/cohort.html", cohort=shown)
    tag = _version(shown)
    if tag in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(render_template("public/cohort.html", cohort=shown))
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _version(shown: ShownCohort) -> str:
    owner, seats = institution.current(), shown.seats
    parts = (
        release.NAME, shown.language, shown.phase, owner.version if owner else 0, shown.cohort.program.version,
        shown.cohort.id, shown.cohort.version, seats.capacity, seats.taken, seats.waiting,
    )  # fmt: skip
    return "-".join(map(str, parts))
