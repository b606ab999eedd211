"""The calendar file of a registration."""

from flask import Response
from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing
from cohorts.public import blueprint, keys
from cohorts.registrations import calendars, states


@blueprint.get("/registrations/<reference>/calendar.ics")
def calendar(reference: str) -> ResponseReturnValue:
    """All sessions of a confirmed person, for their calendar (RFC 5545)."""
    found = keys.held_or_outcome(reference)
    if found.state != states.CONFIRMED:
        raise Missing
    response = Response(calendars.file(found, with_link=keys.came_by_link(reference)), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.reference}.ics"'
    return response
