"""A message as it would go out: of the words that are being written, about any registration of the cohort."""

from typing import NamedTuple

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core import tokens
from cohorts.core.errors import Refusal
from cohorts.mail import parts
from cohorts.mail import templates as compiler
from cohorts.mail.rendering import Outgoing
from cohorts.mail.templates import Template
from cohorts.messages import writing
from cohorts.messages.kinds import Kind
from cohorts.organizer import blueprint, languages, template_forms, templates
from cohorts.organizer.template_forms import TemplateForm
from cohorts.organizer.template_places import TemplatePlace, found, kind_of
from cohorts.organizer.template_samples import alone, send_to_me, to_me
from cohorts.registrations import queries as people
from cohorts.registrations import samples
from cohorts.registrations.models import Registration

MOST_SHOWN = 20


class Subject(NamedTuple):
    """Whom a preview is about: a registration, or somebody who is made up; and who else there is."""

    registration: Registration | None
    others: list[Registration]
    search: str


@blueprint.route("/programs/<program>/templates/<kind>/preview", methods=["GET", "POST"], endpoint="template_preview")
@blueprint.route(
    "/programs/<program>/<cohort>/templates/<kind>/preview", methods=["GET", "POST"], endpoint="template_preview"
)
def show(program: str, kind: str, cohort: str | None = None) -> ResponseReturnValue:
    """See it, as text or as a mail program shows it; send it to oneself."""
    place, about = found(program, cohort), kind_of(kind)
    form = template_forms.made(place, about)
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if form.is_submitted() and not (form.validate() and template_forms.sound(form, place, about)):
        return templates.page(form, place, about, status=422)
    subject = _subject(place)
    if (asked := request.form.get("html")) in form.shown:
        return alone(_message(form, place, about, str(asked), subject.registration))
    if "send" not in request.form:
        return _page(form, place, about, subject)
    try:
        _send_to_me(form, place, about, subject.registration)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, place, about, subject, status=refusal.status)
    flash(gettext("It goes to your own address with the next messages, marked as a test."), "good")
    return _page(form, place, about, subject)


def _page(
    form: TemplateForm, place: TemplatePlace, kind: Kind, subject: Subject, *, status: int = 200
) -> ResponseReturnValue:
    messages = [_message(form, place, kind, language, subject.registration) for language in form.shown]
    page = render_template(
        "organizer/template_preview.html", form=form, place=place, kind=kind, subject=subject, messages=messages,
        attached={message.language: parts.of(message.body).attachments for message in messages},
        left_out=sorted({
            name for code in form.shown for name in samples.unproved(_compiled(form, code), subject.registration)
        }),
    )  # fmt: skip
    return page, status


def _message(
    form: TemplateForm, place: TemplatePlace, kind: Kind, language: str, registration: Registration | None
) -> Outgoing:
    return samples.rendered(
        kind.key, language, _compiled(form, language), program=place.program, cohort=place.sample_cohort,
        registration=registration, answers=_quoted(place, kind),
    )  # fmt: skip


def _send_to_me(form: TemplateForm, place: TemplatePlace, kind: Kind, registration: Registration | None) -> None:
    mine, mark = to_me(), gettext("[Test]")
    send_to_me([
        samples.rendered(
            kind.key, language, samples.marked(_compiled(form, language), mark), program=place.program,
            cohort=place.sample_cohort, registration=registration, answers=_quoted(place, kind),
            to=mine, cause=f"sample:{form.key.data or tokens.one_time()}:{language}",
        )
        for language in form.shown
    ])  # fmt: skip


def _compiled(form: TemplateForm, language: str) -> Template:
    return compiler.compile(writing.source(*form.typed(language)), language)


def _quoted(place: TemplatePlace, kind: Kind) -> list[str]:
    return list(place.answers) if kind.quotes_answers else []


def _subject(place: TemplatePlace) -> Subject:
    search, reference = request.form.get("search", ""), request.form.get("about", "")
    cohort = place.sample_cohort
    if cohort is None:
        return Subject(None, [], search)
    others = list(people.page_of(cohort.id, search=search).items[:MOST_SHOWN])
    chosen = next((each for each in others if each.reference == reference), None)
    if chosen is None and (reference != "nobody" or search) and others:
        chosen = others[0]
    return Subject(chosen, others, search)
