"""Publishing programs and cohorts, and taking them back to draft."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed
from cohorts.programs import programs, queries
from cohorts.registrations import cohorts as verbs


@blueprint.post("/programs/<program>/publication", endpoint="program_publication")
def of_program(program: str) -> ResponseReturnValue:
    """Let everybody see a program, or, with `status=draft`, nobody."""
    found, back = queries.program(program), url_for("organizer.program", program=program)
    if _wants_draft():
        done = gettext("The program is a draft: only organizers see it.")
        return pressed(lambda: programs.unpublish(found.id, by=by()), done, back)
    return pressed(lambda: programs.publish(found.id, by=by()), gettext("The program is published."), back)


@blueprint.post("/programs/<program>/<cohort>/publication", endpoint="cohort_publication")
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Let everybody see a cohort, or, with `status=draft`, nobody."""
    shown = cohorts.found(program, cohort)
    if _wants_draft():
        done = gettext("The cohort is a draft: only organizers see it.")
        return pressed(lambda: verbs.unpublish(shown.id, by=by()), done, shown.url)
    return pressed(lambda: verbs.publish(shown.id, by=by()), gettext("The cohort is published."), shown.url)


def _wants_draft() -> bool:
    return request.form.get("status") == "draft"
