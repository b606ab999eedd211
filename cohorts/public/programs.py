"""A program's page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from cohorts.programs import queries
from cohorts.public import blueprint
from cohorts.public.shown import ShownCohort, ShownProgram


@blueprint.get("/programs/<program>")
def program(program: str) -> ResponseReturnValue:
    """What the program promises, its next cohort, the others, the past ones."""
    found = queries.public_program(program)
    cohorts = [ShownCohort(*row) for row in queries.of_program(found)]
    return render_template("public/program.html", program=ShownProgram(found, cohorts))
