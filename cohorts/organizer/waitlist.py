"""The waiting list of a cohort: its order, offers to the next, and whether it is served by itself."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.core import tokens
from cohorts.core.errors import Refusal
from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed
from cohorts.organizer.desk import DeskCohort
from cohorts.registrations import offers, queries, states, waitlist
from cohorts.registrations.desk_forms import NextForm


@blueprint.get("/programs/<program>/<cohort>/waitlist", endpoint="waitlist")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """Who waits, No. 1 first, fifty a page."""
    return _page(cohorts.found(program, cohort), NextForm(data={"count": 1}))


@blueprint.post("/programs/<program>/<cohort>/waitlist/offers", endpoint="waitlist_offers")
def offer(program: str, cohort: str) -> ResponseReturnValue:
    """Offer seats to the first so many."""
    shown, form = cohorts.found(program, cohort), NextForm()
    if not form.validate():
        return _page(shown, form, 422)
    try:
        count = offers.make_next(shown.id, form.count.data or 0, by=by(), key=form.key.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(cohorts.found(program, cohort), form, refusal.status)
    flash(ngettext("%(num)d seat is offered.", "%(num)d seats are offered.", count), "good")
    return redirect(shown.address("waitlist"))


@blueprint.post("/programs/<program>/<cohort>/waitlist/service", endpoint="waitlist_service")
def serve(program: str, cohort: str) -> ResponseReturnValue:
    """With review: serve the line by itself, or, with `serve=no`, no longer."""
    shown, on = cohorts.found(program, cohort), request.form.get("serve") != "no"
    done = (
        gettext("Seats that come free now go to the first in line.")
        if on
        else gettext("Seats that come free now stay free until you offer them.")
    )
    return pressed(lambda: waitlist.serve_by_itself(shown.id, on, by=by()), done, shown.address("waitlist"))


@blueprint.post("/registrations/<reference>/end-of-line", endpoint="end_of_line")
def move_to_end(reference: str) -> ResponseReturnValue:
    """Give somebody the last place."""
    found = queries.by_reference(reference)
    back = url_for("organizer.waitlist", program=found.cohort.program.slug, cohort=found.cohort.slug)
    done = gettext("%(name)s is now last in line. A message tells them.", name=found.name)
    # One page has such a button for each person, all with the page's key.
    key = tokens.keyed_hash("end-of-line", request.form.get("key", ""), reference)
    return pressed(lambda: waitlist.move_to_end(found.id, by=by(), key=key), done, back)


def _page(shown: DeskCohort, form: NextForm, status: int = 200) -> ResponseReturnValue:
    page = queries.page_of(shown.id, state=states.WAITLISTED, number=request.args.get("page", 1, type=int))
    return render_template(
        "organizer/waitlist.html", cohort=shown, page=page, positions=queries.positions(page.items), next_form=form,
        total=sum(queries.counts(shown.id).values()),
    ), status  # fmt: skip
