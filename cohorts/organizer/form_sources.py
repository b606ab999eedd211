"""Whole forms: begun with another one, kept as the pattern of a program's next cohorts."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.core import languages as site_languages
from cohorts.core import when
from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.core.forms import Form
from cohorts.core.text import words
from cohorts.loading import starters
from cohorts.organizer import asking, blueprint, by, comparing, form_losses, languages
from cohorts.organizer.form_places import FormPlace, found
from cohorts.programs import owners
from cohorts.programs import queries as programs
from cohorts.programs.models import Cohort
from cohorts.programs.owners import Owner
from cohorts.questions import copies, gaps, queries
from cohorts.questions.desk_forms import SourceForm
from cohorts.questions.wordings import AskedForm, WrittenQuestion

READY = "ready"


class Source(NamedTuple):
    """A form to begin with, as a page offers it."""

    value: str
    words: str


class Chosen(NamedTuple):
    """What another form asks; `form`: None for a ready-made one."""

    questions: list[WrittenQuestion]
    form: AskedForm | None


@blueprint.route("/programs/<program>/form/source", methods=["GET", "POST"], endpoint="form_source")
@blueprint.route("/programs/<program>/<cohort>/form/source", methods=["GET", "POST"], endpoint="form_source")
def begin(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Ask what another form asks, in place of what this one does."""
    place = found(program, cohort)
    form = SourceForm(data={"version": place.form.version, "seen": form_losses.wordings_of(place.form)})
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    sources = _sources(place)
    form.offer(sources)
    is_confirmed = "confirmed" in request.form
    if not (form.was_sent or is_confirmed) or not form.validate():
        return _choose(form, place, sources, form.status)
    try:
        source = _chosen(str(form.source.data))
        lost = copies.losses(source.questions, place.form)
        if not form.was_sent or (any(lost) and not is_confirmed):
            return _look(form, place, sources)
        _take(source, place, comparing.version(form))
    except Missing:
        raise
    except Stale:
        return _look(form, found(program, cohort), sources, status=Stale.status)
    except Refusal as refusal:
        form.refuse(refusal)
        return _choose(form, place, sources, refusal.status)
    flash(gettext("These are its questions now. Change what is to be different."), "good")
    return redirect(place.url)


def _choose(form: SourceForm, place: FormPlace, sources: list[Source], status: int) -> ResponseReturnValue:
    count = gaps.count(place.form)
    page = render_template("organizer/form_source.html", form=form, place=place, sources=sources, count=count)
    return page, status


def _look(form: SourceForm, place: FormPlace, sources: list[Source], status: int = 200) -> ResponseReturnValue:
    """Show what would be lost, and what somebody else changed since the page was made."""
    lost = copies.losses(_chosen(str(form.source.data)).questions, place.form)
    changes = form_losses.changes(place.form, form.seen.data, comparing.version(form))
    form.version.data, form.seen.data = place.form.version, form_losses.wordings_of(place.form)
    page = render_template(
        "organizer/form_source_look.html", form=form, place=place, changes=changes, lost=form_losses.lines(lost),
        source=dict(sources)[str(form.source.data)],
    )  # fmt: skip
    return page, status


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
    count = gaps.count(pattern.form)
    if not pattern.form.questions:
        return str(gettext("New cohorts of the program begin with these questions. You can change them for each."))
    sentence: str = ngettext(
        "New cohorts of the program begin with these questions, instead of with the %(num)d that it keeps now.",
        "New cohorts of the program begin with these questions, instead of with the %(num)d that it keeps now.",
        count,
    )
    return sentence


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


def _chosen(source: str) -> Chosen:
    kind, _, key = source.partition(":")
    if kind == READY:
        return Chosen(list(starters.questions_of(key)), None)
    form = queries.of_owner(Owner(kind, int(key)))
    return Chosen(copies.written(form), form)


def _take(source: Chosen, place: FormPlace, version: int) -> None:
    if source.form is None:
        copies.begin(source.questions, place.owner, by=by(), expected_version=version)
    else:
        copies.copy(source.form, place.owner, by=by(), expected_version=version)
