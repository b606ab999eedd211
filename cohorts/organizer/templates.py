"""The words of messages: which there are, how they are written, and the way back to the default ones."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.messages import editing, templates
from cohorts.messages.kinds import Kind
from cohorts.messages.queries import Words
from cohorts.organizer import blueprint, by, comparing, languages, template_forms, template_lines
from cohorts.organizer.buttons import pressed
from cohorts.organizer.template_forms import TemplateForm
from cohorts.organizer.template_places import TemplatePlace, found, kind_of
from cohorts.organizer.template_samples import elsewhere, explained

MOST_EARLIER = 20


class Standing(NamedTuple):
    """How the words of a language stand: whether they are written here, and what differs from those above."""

    language: str
    is_own: bool
    above_is_own: bool
    changes: list[template_lines.Change]


@blueprint.get("/programs/<program>/templates", endpoint="templates")
@blueprint.get("/programs/<program>/<cohort>/templates", endpoint="templates")
def index(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Every kind of message, and whose words it has."""
    return render_template("organizer/templates.html", place=found(program, cohort))


@blueprint.route("/programs/<program>/templates/<kind>", methods=["GET", "POST"], endpoint="template")
@blueprint.route("/programs/<program>/<cohort>/templates/<kind>", methods=["GET", "POST"], endpoint="template")
def edit(program: str, kind: str, cohort: str | None = None) -> ResponseReturnValue:
    """Write its words."""
    place, about = found(program, cohort), kind_of(kind)
    form = template_forms.made(place, about, earlier=comparing.number(request.args.get("earlier")))
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if not form.was_sent or "keep_writing" in request.form:
        return page(form, place, about)
    if not (form.validate() and template_forms.sound(form, place, about)):
        return page(form, place, about, status=422)
    words = template_forms.written(form, place, about)
    try:
        changed = editing.write(place.owner, kind, words, by=by(), answers=place.answers.keys())
    except Missing:
        raise
    except Refusal as refusal:
        return _refused(form, found(program, cohort), about, refusal)
    flash(gettext("Your words are saved.") if changed else gettext("Nothing has changed."), "good")
    return redirect(place.address("template", kind=kind))


@blueprint.post("/programs/<program>/templates/<kind>/return", endpoint="template_return")
@blueprint.post("/programs/<program>/<cohort>/templates/<kind>/return", endpoint="template_return")
def go_back(program: str, kind: str, cohort: str | None = None) -> ResponseReturnValue:
    """Take the words of a language away, so that those above hold again."""
    place, about = found(program, cohort), kind_of(kind)
    language = request.form.get("language", "")
    done = gettext("The words from before are back. Yours are kept under “Earlier words”.")
    return pressed(
        lambda: templates.restore(place.owner, about.key, language, by=by()), done,
        place.address("template", kind=about.key),
    )  # fmt: skip


def page(
    form: TemplateForm, place: TemplatePlace, kind: Kind, *, status: int = 200, theirs: Any = ()
) -> ResponseReturnValue:
    """The page on which it is written."""
    drawn = render_template(
        "organizer/template.html", form=form, place=place, kind=kind, theirs=theirs,
        standings=[_standing(place, kind, language) for language in place.languages],
        placeholders=explained(kind, place.answers), elsewhere=elsewhere(kind),
        earlier=editing.earlier(place.owner, kind.key)[:MOST_EARLIER],
    )  # fmt: skip
    return drawn, status


def _refused(form: TemplateForm, place: TemplatePlace, kind: Kind, refusal: Refusal) -> ResponseReturnValue:
    form.refuse(refusal)
    theirs = template_forms.differences(form, place, kind) if isinstance(refusal, Stale) else []
    return page(form, place, kind, status=refusal.status, theirs=theirs)


def _standing(place: TemplatePlace, kind: Kind, language: str) -> Standing:
    now, above = place.in_force[kind.key, language], place.above(kind.key, language)
    return Standing(language, now.owner == place.owner, above.owner is not None, _changes(above, now))


def _changes(above: Words, now: Words) -> list[template_lines.Change]:
    return template_lines.changes(above, now) if now.owner != above.owner else []
