"""The notice of a change that waits: sent now, or not at all."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.broadcasts import notices
from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed


@blueprint.post("/programs/<program>/<cohort>/notice/now", endpoint="notice_now")
def send(program: str, cohort: str) -> ResponseReturnValue:
    """Wait no longer."""
    shown = cohorts.found(program, cohort)
    return pressed(lambda: notices.send_now(shown.id, by=by()), gettext("The message goes out now."), shown.url)


@blueprint.post("/programs/<program>/<cohort>/notice/drop", endpoint="notice_drop")
def drop(program: str, cohort: str) -> ResponseReturnValue:
    """Tell nobody."""
    shown = cohorts.found(program, cohort)
    done = gettext("The message is dropped: nobody is told.")
    return pressed(lambda: notices.drop(shown.id, by=by()), done, shown.url)
