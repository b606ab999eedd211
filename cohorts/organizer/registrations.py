"""A cohort's registrations, and one of them with everything that happened to it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from cohorts.activity import queries as trail_of
from cohorts.core import clock
from cohorts.core.text import clean_line
from cohorts.mail import queries as mails
from cohorts.organizer import blueprint, cohorts, sentences
from cohorts.organizer.about_answers import AboutAnswers
from cohorts.organizer.desk import DeskCohort
from cohorts.questions import queries as forms
from cohorts.registrations import lacking, queries, states, transfers, whereabouts


@blueprint.get("/programs/<program>/<cohort>/registrations", endpoint="registrations")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """Search by name or address, filter by state, fifty a page."""
    shown = cohorts.found(program, cohort)
    search, state = clean_line(request.args.get("search", ""))[:200], request.args.get("state", "")
    state = state if state in states.STATES else ""
    asked, lacks = forms.of_cohort(shown.id), request.args.get("lacks", "")
    number = request.args.get("page", 1, type=int)
    only = lacking.who(shown.id, asked, lacks) if lacks in lacking.STAGES else None
    page = queries.page_of(shown.id, search=search, state=state, number=number, only=only)
    return render_template(
        "organizer/registrations.html", cohort=shown, page=page, counts=queries.counts(shown.id),
        search=search, state=state, positions=queries.positions(page.items),
        lacks=lacks if only is not None else "",
        lacking={stage: lacking.count(shown.id, asked, stage) for stage in lacking.STAGES},
    )  # fmt: skip


@blueprint.get("/registrations/<reference>", endpoint="registration")
def show(reference: str) -> ResponseReturnValue:
    """What the applicant said, what happened, what was written to them."""
    found = queries.by_reference(reference)
    seats = queries.seats_of([found.cohort_id])[found.cohort_id]
    subject, transfer = ("registration", found.id), transfers.open_for(found)
    return render_template(
        "organizer/registration.html", registration=found, cohort=DeskCohort(found.cohort, seats),
        position=queries.position(found), entries=sentences.told(trail_of.of(subject)), messages=mails.about(subject),
        transfer=transfer if transfer and transfer.ends_at >= clock.now() else None,
        about=AboutAnswers(found), others=queries.others_of(found), whereabouts=whereabouts.of(found),
    )  # fmt: skip
