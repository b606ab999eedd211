"""Programs: listed, made, looked at, changed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core import languages as site_languages
from cohorts.core.errors import Refusal, Stale
from cohorts.organizer import blueprint, by, comparing, languages
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import programs, queries
from cohorts.programs.forms import ProgramForm
from cohorts.programs.models import Program

PARTS = ("slug", "title", "summary", "description", "languages", "contact")


@blueprint.get("/programs", endpoint="programs")
def index() -> ResponseReturnValue:
    """All programs, with their cohorts that are not over."""
    coming: dict[int, list[DeskCohort]] = {}
    for row in queries.not_over():
        coming.setdefault(row[0].program_id, []).append(DeskCohort(*row))
    return render_template("organizer/programs.html", programs=queries.all_programs(), coming=coming)


@blueprint.get("/programs/<program>", endpoint="program")
def show(program: str) -> ResponseReturnValue:
    """A program with all its cohorts."""
    found = queries.program(program)
    cohorts = [DeskCohort(*row) for row in queries.all_of_program(found)]
    named = ", ".join(site_languages.NAMES[code] for code in found.languages)
    return render_template("organizer/program.html", program=found, cohorts=cohorts, languages=named)


@blueprint.route("/programs/new", methods=["GET", "POST"], endpoint="new_program")
def new() -> ResponseReturnValue:
    """Make one, as a draft."""
    form = ProgramForm(data={"languages": list(site_languages.LANGUAGES)})
    if _is_only_drawn(form) or not form.validate():
        return _form(form, None, form.status)
    try:
        programs.create(by=by(), key=form.key.data, **_said(form))
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(form, None, refusal.status)
    flash(gettext("The program is saved as a draft. Add its first cohort, then publish both."), "good")
    return redirect(url_for("organizer.program", program=form.slug.data))


@blueprint.route("/programs/<program>/edit", methods=["GET", "POST"], endpoint="edit_program")
def edit(program: str) -> ResponseReturnValue:
    """Change its words."""
    found = queries.program(program)
    form = ProgramForm(data=_filled(found))
    if _is_only_drawn(form) or not form.validate():
        return _form(form, found, form.status)
    try:
        programs.edit(found.id, by=by(), expected_version=comparing.version(form), **_said(form))
    except Refusal as refusal:
        form.refuse(refusal)
        found = queries.program(program)
        theirs = comparing.with_saved(form, _filled(found)) if isinstance(refusal, Stale) else []
        return _form(form, found, refusal.status, theirs=theirs)
    flash(gettext("Your changes are saved."), "good")
    return redirect(url_for("organizer.program", program=form.slug.data))


def _is_only_drawn(form: ProgramForm) -> bool:
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    return not form.was_sent


def _said(form: ProgramForm) -> dict[str, Any]:
    return {name: form[name].data for name in PARTS}


def _filled(program: Program) -> dict[str, Any]:
    return {name: getattr(program, name) for name in (*PARTS, "version")}


def _form(form: ProgramForm, program: Program | None, status: int, **more: Any) -> ResponseReturnValue:
    return render_template("organizer/program_form.html", form=form, program=program, **more), status
