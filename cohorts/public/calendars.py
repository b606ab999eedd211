"""Calendar files: a registration's sessions, and the opening of registration (RFC 5545)."""

from flask import Response
from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing
from cohorts.core.languages import current
from cohorts.programs import queries
from cohorts.public import blueprint, keys
from cohorts.registrations import calendars, states


@blueprint.get("/registrations/<reference>/calendar.ics")
def calendar(reference: str) -> ResponseReturnValue:
    """All sessions of a confirmed person."""
    found = keys.held_or_outcome(reference)
    if found.state != states.CONFIRMED:
        raise Missing
    return _file(calendars.file(found, with_link=keys.came_by_link(reference)), found.reference)


@blueprint.get("/programs/<program>/<cohort>/opening.ics")
def opening(program: str, cohort: str) -> ResponseReturnValue:
    """When registration opens, for who wants to be there."""
    found, _seats = queries.public_cohort(program, cohort)
    if found.registration_opens is None:
        raise Missing
    return _file(calendars.opening(found, found.registration_opens, current()), f"{program}-{cohort}")


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.ics")
    return response
