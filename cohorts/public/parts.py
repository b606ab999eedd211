"""The parts of a long form after its first one, and the place where answers are checked before they are sent."""

from flask.typing import ResponseReturnValue

from cohorts.extensions import limiter
from cohorts.public import blueprint, steps
from cohorts.public.walks import Walk


@blueprint.get("/programs/<program>/<cohort>/register/<int:place>")
def part(program: str, cohort: str, place: int) -> ResponseReturnValue:
    """A part, as far as it was filled in."""
    return steps.show(Walk(program, cohort), max(place, 1))


@blueprint.post("/programs/<program>/<cohort>/register/<int:place>")
@limiter.limit("1200/minute")
def send_part(program: str, cohort: str, place: int) -> ResponseReturnValue:
    """Go on to the next part, or register."""
    return steps.send(Walk(program, cohort), max(place, 1))


@blueprint.get("/programs/<program>/<cohort>/register/check")
def check(program: str, cohort: str) -> ResponseReturnValue:
    """All answers together."""
    walk = Walk(program, cohort)
    return steps.show(walk, walk.last)


@blueprint.post("/programs/<program>/<cohort>/register/check")
@limiter.limit("1200/minute")
def send_all(program: str, cohort: str) -> ResponseReturnValue:
    """Send the application."""
    walk = Walk(program, cohort)
    return steps.send(walk, walk.last)
