"""Whole forms: begun with another one, kept as the pattern of a program's next cohorts."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.activity.actors import Actor
from cohorts.core import languages as site_languages
from cohorts.core import when
from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.core.text import words
from cohorts.loading import starters
from cohorts.organizer import asking, blueprint, by, languages
from cohorts.organizer.form_places import FormPlace, found
from cohorts.programs import queries as programs
from cohorts.programs.models import Cohort
from cohorts.questions import copies, owners, queries
from cohorts.questions.desk_forms import SourceForm
from cohorts.questions.owners import Owner

READY = "ready"


@blueprint.route("/programs/<program>/form/source", methods=["GET", "POST"], endpoint="form_source")
@blueprint.route("/programs/<program>/<cohort>/form/source", methods=["GET", "POST"], endpoint="form_source")
def begin(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Ask what another form asks, in place of what this one does."""
    place, form = found(program, cohort), SourceForm()
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    sources = _sources(place)
    form.offer(sources)
    if not form.was_sent or not form.validate():
        return render_template("organizer/form_source.html", form=form, place=place, sources=sources), form.status
    try:
        _take(str(form.source.data), place, by())
    except Missing:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("organizer/form_source.html", form=form, place=place, sources=sources), refusal.status
    flash(gettext("These are its questions now. Change what is to be different."), "good")
    return redirect(place.url)


@blueprint.route("/programs/<program>/<cohort>/form/pattern", methods=["GET", "POST"], endpoint="form_pattern")
def keep(program: str, cohort: str) -> ResponseReturnValue:
    """Keep a cohort's form for the next cohorts of its program, asked once."""
    place = found(program, cohort)
    pattern = found(program, None)
    return asking.asked(
        Form(),
        lambda: _keep(place, pattern),
        done=gettext("The next cohorts of the program begin with this form."),
        back=place.url,
        question=lambda: {
            "title": gettext("Keep this form for the next cohorts?"),
            "about": place.name,
            "consequence": _what_becomes(pattern),
            "verb": gettext("Keep as the program’s form"),
            "keep": gettext("Keep nothing"),
        },
    )


def _keep(place: FormPlace, pattern: FormPlace) -> None:
    copies.copy(place.form, pattern.owner, by=by())


def _what_becomes(pattern: FormPlace) -> str:
    count = len(pattern.form.questions)
    if not count:
        return str(gettext("New cohorts of the program begin with these questions. You can change them for each."))
    sentence: str = ngettext(
        "New cohorts of the program begin with these questions, instead of with the %(num)d that it keeps now.",
        "New cohorts of the program begin with these questions, instead of with the %(num)d that it keeps now.",
        count,
    )
    return sentence


class Source(NamedTuple):
    """A form to begin with, as a page offers it."""

    value: str
    words: str


def _sources(place: FormPlace) -> list[Source]:
    """What one may begin with: ready-made forms, that of the program, those of other cohorts, the latest first."""
    language = site_languages.current()
    ready = [
        Source(f"{READY}:{name}", gettext("Ready-made: %(title)s", title=words(starters.title_of(name), language)))
        for name in starters.names()
    ]
    sizes = {owner: count for owner, count in queries.sizes().items() if owner != place.owner}
    kept = programs.programs_by_id(owner.id for owner in sizes if owner.kind == "program")
    cohorts = programs.cohorts_by_id(owner.id for owner in sizes if owner.kind == "cohort")
    patterns = [
        Source(f"program:{key}", gettext("%(program)s: form of the next cohorts", program=words(row.title, language)))
        for key, row in kept.items()
    ]
    latest = sorted(cohorts.values(), key=lambda row: (row.program_id != place.program.id, -row.starts_at.timestamp()))
    others = [Source(f"cohort:{row.id}", _cohort_words(row, sizes[owners.cohort(row.id)], language)) for row in latest]
    return [*ready, *patterns, *others]


def _cohort_words(row: Cohort, count: int, language: str) -> str:
    sentence: str = ngettext(
        "%(program)s, %(cohort)s, %(dates)s: %(num)d question",
        "%(program)s, %(cohort)s, %(dates)s: %(num)d questions",
        count,
        program=words(row.program.title, language),
        cohort=words(row.title, language),
        dates=when.dates(row.starts_at, row.ends_at, row.timezone, language).striptags(),
    )
    return sentence


def _take(source: str, place: FormPlace, actor: Actor) -> None:
    kind, _, key = source.partition(":")
    if kind == READY:
        copies.begin(starters.questions_of(key), place.owner, by=actor)
    else:
        copies.copy(queries.of_owner(Owner(kind, int(key))), place.owner, by=actor)
