"""Cohorts: made, looked at, changed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import queries as trail_of
from cohorts.broadcasts import notices
from cohorts.core.database import db
from cohorts.core.errors import Refusal, Stale
from cohorts.mail import queries as mails
from cohorts.organizer import blueprint, by, cohort_details, comparing, languages, sentences, telling, todo
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import queries
from cohorts.programs.forms import MOST_SESSIONS, CohortForm
from cohorts.programs.models import Program
from cohorts.questions import queries as questions
from cohorts.registrations import cohorts
from cohorts.registrations import queries as people

LATEST = 8


def found(program: str, cohort: str) -> DeskCohort:
    """The cohort of an address; raises Missing."""
    return DeskCohort(*queries.cohort_with_seats(program, cohort))


@blueprint.get("/programs/<program>/<cohort>", endpoint="cohort")
def desk(program: str, cohort: str) -> ResponseReturnValue:
    """How full it is, what waits, what happened last."""
    shown = found(program, cohort)
    entries, counts = list(db.session.scalars(trail_of.latest(shown.id).limit(LATEST))), people.counts(shown.id)
    return render_template(
        "organizer/cohort.html", cohort=shown, counts=counts, todo=todo.of_cohort(shown, counts["pending"]),
        entries=sentences.told(entries), mail_is_set_up=mails.is_set_up(), waits=telling.waiting(shown),
    )  # fmt: skip


@blueprint.route("/programs/<program>/cohorts/new", methods=["GET", "POST"], endpoint="new_cohort")
def new(program: str) -> ResponseReturnValue:
    """Make one, as a draft."""
    owner = queries.program(program)
    form = CohortForm()
    if _is_only_drawn(form):
        return _form(form, owner)
    said = cohort_details.read(form) if form.validate() else None
    if said is None:
        return _form(form, owner, status=422)
    details, sessions = said
    try:
        made = cohorts.create(
            by=by(), program_id=owner.id, details=details, sessions=sessions, key=form.key.data, with_form=True,
            **cohort_details.seats(form),
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form, queries.program(program), status=refusal.status)
    flash(_what_was_made(made), "good")
    return redirect(url_for("organizer.cohort", program=program, cohort=people.cohort_of(made).slug))


@blueprint.route("/programs/<program>/<cohort>/edit", methods=["GET", "POST"], endpoint="edit_cohort")
def edit(program: str, cohort: str) -> ResponseReturnValue:
    """Change it; the line is served where that frees seats."""
    shown = found(program, cohort)
    form = CohortForm(data=cohort_details.filled(shown.cohort, shown.seats))
    if _is_only_drawn(form):
        return _form(form, shown.cohort.program, shown)
    said = cohort_details.read(form) if form.validate() else None
    if said is None:
        return _form(form, shown.cohort.program, shown, status=422)
    details, sessions = said
    asks = telling.asks(shown, details, sessions)
    if asks:
        return _form(form, shown.cohort.program, shown, asks=asks, waits=notices.waiting(shown.id) is not None)
    try:
        notices.edit(
            shown.id, by=by(), tell=telling.is_wanted(), expected_version=comparing.version(form),
            details=details, sessions=sessions, **cohort_details.seats(form),
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        shown = found(program, cohort)
        saved = cohort_details.filled(shown.cohort, shown.seats)
        theirs = comparing.with_saved(form, saved) if isinstance(refusal, Stale) else []
        return _form(form, shown.cohort.program, shown, status=refusal.status, theirs=theirs)
    flash(telling.saved(shown.id), "good")
    return redirect(url_for("organizer.cohort", program=program, cohort=details.slug))


def _what_was_made(cohort_id: int) -> str:
    if questions.of_cohort(cohort_id).questions:
        return str(gettext("The cohort is saved as a draft, with the form that its program keeps."))
    return str(gettext("The cohort is saved as a draft. Publish it when it is ready."))


def _is_only_drawn(form: CohortForm) -> bool:
    """Whether nothing is to be saved: the page was opened, or a button changed the form itself."""
    if not form.is_submitted():
        return True
    if "add_session" in request.form:
        if len(form.sessions.entries) < MOST_SESSIONS:
            form.sessions.append_entry()
        return True
    if "remove_session" in request.form:
        form.sessions.entries[:] = [
            entry for entry in form.sessions.entries if entry.name != request.form["remove_session"]
        ]
        if not form.sessions.entries:
            form.sessions.append_entry()
        return True
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
        return True
    return False


def _form(
    form: CohortForm, program: Program, shown: DeskCohort | None = None, status: int = 200, **more: Any
) -> ResponseReturnValue:
    page = render_template("organizer/cohort_form.html", form=form, program=program, cohort=shown, **more)
    return page, status
