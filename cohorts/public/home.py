"""The front door."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from cohorts.core import languages
from cohorts.programs import queries
from cohorts.public import blueprint, site
from cohorts.public.shown import ShownCohort, ShownProgram, foremost


@site.get("/")
def pick_language() -> ResponseReturnValue:
    """Lead to the home page in the browser's language."""
    language = request.accept_languages.best_match(languages.LANGUAGES) or "en"
    response = redirect(url_for("public.home", language=language))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The next cohort, the programs, what is coming up."""
    upcoming = [ShownCohort(*row) for row in queries.upcoming()]
    programs = [
        ShownProgram(program, [c for c in upcoming if c.cohort.program_id == program.id])
        for program in queries.published_programs()
    ]
    return render_template(
        "public/home.html", next=foremost(upcoming), programs=programs, upcoming=upcoming,
        # Without anything to show, an organizer is told where to begin; else the page needs no cookie.
        signed_in=current_user if not programs and current_user.is_authenticated else None,
    )  # fmt: skip
