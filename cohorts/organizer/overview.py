"""What is coming up, and what waits for an organizer."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cohorts.organizer import blueprint, todo
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import institution, queries
from cohorts.registrations import queries as people


@blueprint.get("/", endpoint="overview")
def index() -> ResponseReturnValue:
    """All cohorts that are not over, how full they are, and what is next."""
    rows = queries.not_over()
    offers = people.running_offers([cohort.id for cohort, _seats in rows])
    cohorts = [
        DeskCohort(cohort, seats, offers[cohort.id].running if cohort.id in offers else 0) for cohort, seats in rows
    ]
    owner, programs = institution.current(), queries.all_programs()
    return render_template(
        "organizer/overview.html", cohorts=cohorts, programs=programs, todo=todo.of_all(cohorts, owner, offers),
        is_named=bool(owner and owner.name),
    )  # fmt: skip
