"""A cohort's page."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from cohorts.core import clock, languages, release, tokens
from cohorts.core.errors import Missing
from cohorts.programs import phases, queries
from cohorts.programs.queries import Versions
from cohorts.public import blueprint
from cohorts.public.shown import ShownCohort

# In these phases the page leads on to the next cohort, so it depends on more than itself.
LEADS_ON = frozenset(phases.PHASES) - phases.TAKES_REGISTRATIONS - {phases.UPCOMING}


@blueprint.get("/programs/<program>/<cohort>")
def cohort(program: str, cohort: str) -> ResponseReturnValue:
    """What it is, when, where, how many seats are left; answered 304 before its words are even read."""
    versions = queries.versions(program, cohort)
    if versions is None:
        raise Missing
    phase = _phase(versions)
    tag = _tag(phase, versions)
    if phase not in LEADS_ON and tag in request.if_none_match:
        response = make_response("", 304)
    else:
        shown = ShownCohort(*queries.public_cohort(program, cohort))
        response = make_response(render_template("public/cohort.html", cohort=shown))
    if phase not in LEADS_ON:
        response.set_etag(tag)
    return response


def _phase(versions: Versions) -> str:
    return phases.phase(
        status=versions.status, admission=versions.admission, opens=versions.opens, closes=versions.closes,
        ends=versions.ends, closed_to_newcomers=versions.closed_to_newcomers,
        free=versions.capacity - versions.held_back - versions.taken, waiting=versions.waiting,
        waitlist_limit=versions.waitlist_limit, last_offer=versions.last_offer, now=clock.now(),
    )  # fmt: skip


def _tag(phase: str, versions: Versions) -> str:
    parts = release.NAME, languages.current(), phase, *versions
    return tokens.plain_hash("-".join(map(str, parts)))[:32]
