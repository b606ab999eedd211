"""Whether newcomers come in: a switch beside the registration window. The line goes on being served."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed
from cohorts.registrations import cohorts as verbs


@blueprint.post("/programs/<program>/<cohort>/newcomers", endpoint="cohort_newcomers")
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Let nobody new in, or, with `let=in`, everybody within the window again."""
    shown = cohorts.found(program, cohort)
    if request.form.get("let") == "in":
        done = gettext("Newcomers can register again, as far as the dates allow.")
        return pressed(lambda: verbs.reopen(shown.id, by=by()), done, shown.url)
    done = gettext("Nobody new can register. Who waits still gets the seats that come free.")
    return pressed(lambda: verbs.close(shown.id, by=by()), done, shown.url)
