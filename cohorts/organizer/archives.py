"""Archiving programs and cohorts: they are listed nowhere any more."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed
from cohorts.programs import programs, queries
from cohorts.registrations import cohorts as verbs


@blueprint.post("/programs/<program>/archive", endpoint="program_archive")
def of_program(program: str) -> ResponseReturnValue:
    """Archive a program whose cohorts are over."""
    found, back = queries.program(program), url_for("organizer.program", program=program)
    return pressed(lambda: programs.archive(found.id, by=by()), gettext("The program is archived."), back)


@blueprint.post("/programs/<program>/<cohort>/archive", endpoint="cohort_archive")
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Archive a cohort that is over or empty."""
    shown = cohorts.found(program, cohort)
    return pressed(lambda: verbs.archive(shown.id, by=by()), gettext("The cohort is archived."), shown.url)
