"""What is coming up, and what waits for an organizer."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cohorts.organizer import blueprint, todo
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import institution, queries


@blueprint.get("/", endpoint="overview")
def index() -> ResponseReturnValue:
    """All cohorts that are not over, how full they are, and what is next."""
    cohorts = [DeskCohort(*row) for row in queries.not_over()]
    owner, programs = institution.current(), queries.all_programs()
    return render_template(
        "organizer/overview.html", cohorts=cohorts, programs=programs, todo=todo.of_all(cohorts, owner),
        is_named=bool(owner and owner.name),
    )  # fmt: skip
