"""Calendar files, and the calendar that others subscribe to (RFC 5545)."""

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing
from cohorts.core.languages import current
from cohorts.core.links import webcal
from cohorts.programs import queries
from cohorts.public import blueprint, keys
from cohorts.public.shown import ShownCohort
from cohorts.registrations import calendars, links, states, whereabouts
from cohorts.registrations import queries as registrations
from cohorts.registrations.models import Registration


@blueprint.get("/registrations/<reference>/calendar.ics")
def calendar(reference: str) -> ResponseReturnValue:
    """All sessions of who has a seat; of who lost it, the same ones cancelled."""
    found = keys.held_or_outcome(reference)
    if found.state != states.CONFIRMED and not calendars.may_stand_elsewhere(found):
        raise Missing
    return _file(calendars.file(found, with_link=keys.came_by_link(reference)), found.reference)


@blueprint.get("/registrations/calendar/<token>")
def subscription(token: str) -> ResponseReturnValue:
    """How one's calendar follows the sessions: the token opens this and the calendar, nothing else."""
    g.private = True
    found, _with_link = links.subscribed(token)
    cohort = ShownCohort(found.cohort, registrations.seats_of([found.cohort_id])[found.cohort_id])
    if calendars.is_empty(found):
        file = url_for("public.cancelled_calendar", token=token) if calendars.may_stand_elsewhere(found) else ""
        return render_template("public/subscription_empty.html", cohort=cohort, why=_why_empty(found), file=file)
    address = links.feed(found.language, token)
    return render_template("public/subscription.html", cohort=cohort, address=address, webcal=webcal(address))


@blueprint.get("/registrations/calendar/<token>/cancelled.ics")
def cancelled_calendar(token: str) -> ResponseReturnValue:
    """The sessions of who had a seat and has none, cancelled, for calendars into which a file was put."""
    g.private = True
    found, _with_link = links.subscribed(token)
    if not calendars.may_stand_elsewhere(found):
        raise Missing
    return _file(calendars.file(found, with_link=False), found.reference)


@blueprint.get("/registrations/calendar/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The sessions as they are now; of a token that is no longer valid, none, so that calendars drop what they had."""
    try:
        found, with_link = links.subscribed(token)
        shown = calendars.feed(found, with_link=with_link)
    except Missing:
        shown = calendars.nothing(current())
    response = Response(mimetype="text/calendar")
    response.set_etag(shown.tag)
    response.headers["Cache-Control"] = "private, no-cache"
    if shown.tag in request.if_none_match:
        response.status_code = 304
    else:
        response.set_data(shown.content)
    return response


@blueprint.get("/programs/<program>/<cohort>/opening.ics")
def opening(program: str, cohort: str) -> ResponseReturnValue:
    """When registration opens, for who wants to be there."""
    found, _seats = queries.public_cohort(program, cohort)
    if found.registration_opens is None:
        raise Missing
    return _file(calendars.opening(found, found.registration_opens, current()), f"{program}-{cohort}")


def _why_empty(found: Registration) -> str:
    if found.cohort.status == "cancelled":
        return "cohort_cancelled"
    if whereabouts.of(found) is not None:
        return "moved"
    if found.state in (states.WITHDRAWN, states.CANCELLED):
        return found.state
    return "later" if found.is_active else "none"


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.ics")
    return response
