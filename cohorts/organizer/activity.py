"""The activity log: who did what to what, and when."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cohorts.activity import queries
from cohorts.core.paging import paged
from cohorts.organizer import blueprint, sentences


@blueprint.get("/activity", endpoint="activity")
def index() -> ResponseReturnValue:
    """All of it, newest first, fifty a page."""
    page = paged(queries.latest(), request.args.get("page", 1, type=int))
    return render_template("organizer/activity.html", page=page, entries=sentences.told(page.items))
