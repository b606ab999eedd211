"""The form as an applicant sees it: everything works, nothing is kept."""

from typing import Any, NamedTuple, TypeVar

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from werkzeug.datastructures import MultiDict

from cohorts.core import languages, markdown, requests
from cohorts.files.sizes import MEGA
from cohorts.organizer import blueprint, comparing
from cohorts.organizer.form_places import FormPlace, found
from cohorts.organizer.form_walk import PreviewCohort, PreviewWalk
from cohorts.programs import institution
from cohorts.questions import drawing
from cohorts.questions.asking import AskingForm
from cohorts.questions.types.file import MOST_MEGABYTES, FileField
from cohorts.registrations.forms import RegistrationForm, registration_form

# A browser sends a chosen file along; it is thrown away.
ROOM = (MOST_MEGABYTES + 2) * MEGA


F = TypeVar("F", bound=AskingForm)


class _Thrown(NamedTuple):
    """A file that was sent and not kept."""

    token: str
    name: str
    size: int
    kind: str


@blueprint.route("/programs/<program>/form/preview", methods=["GET", "POST"], endpoint="form_preview")
@blueprint.route("/programs/<program>/<cohort>/form/preview", methods=["GET", "POST"], endpoint="form_preview")
def show(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """A page of it, in either language."""
    place = found(program, cohort)
    walk = PreviewWalk(place)
    if walk.files:
        requests.allow(walk.files * ROOM)
    speak(request.args.get("language"))
    here = min(max(comparing.number(request.args.get("place")) or 1, 1), walk.last)
    form = _form(place)
    if not form.is_submitted() or "switch_language" in request.form:
        return _page(place, walk, form, here)
    if "back" in request.form:
        return _page(place, walk, form, walk.before(here, form))
    if not form.validate_part(walk.names(here) | {"csrf_token"}):
        return _page(place, walk, form, here, status=422)
    if here == walk.last:
        return _page(place, walk, form, here, done=True)
    return _page(place, walk, form, walk.after(here, form))


def speak(asked: str | None) -> None:
    """Read the page in a language once, whichever the organizer reads otherwise."""
    if asked in languages.LANGUAGES:
        g.language = asked
        refresh()


def _form(place: FormPlace) -> RegistrationForm:
    kind = registration_form(place.form, languages.current())
    return sent(kind) if request.method == "POST" else kind(data={"language": languages.current()})


def sent(kind: type[F]) -> F:
    """The form as it was sent; files count as there, and are thrown away."""
    form = kind(formdata=MultiDict([*request.form.items(multi=True), *request.files.items(multi=True)]))
    for field in form.questions:
        if isinstance(field, FileField) and field.fresh:
            field.upload = _thrown(field)
    return form


def _thrown(field: FileField) -> _Thrown:
    assert field.fresh is not None
    size = field.fresh.stream.seek(0, 2)
    return _Thrown("", str(field.fresh.filename), size, field.accept[0])


def _page(
    place: FormPlace, walk: PreviewWalk, form: RegistrationForm, here: int, *, status: int = 200, done: bool = False
) -> ResponseReturnValue:
    questions, needed, owner = walk.pages[here - 1], walk.needed(form), institution.current()
    form.shown_versions.data = " ".join(str(question.version_id) for question in questions)
    for field in form.questions:
        if isinstance(field, FileField):
            field.upload = None
    privacy = owner.privacy_notice.html if owner else {}
    page = render_template(
        "organizer/form_preview.html", form=form, cohort=PreviewCohort(place), walk=walk, place=here, form_place=place,
        is_last=here == walk.last and not walk.has_check, suggestion=None, done=done,
        items=list(drawing.parts(form, questions, languages.current())),
        step=needed.index(here) + 1 if here in needed else here, steps=len(needed),
        unseen={"email_confirmed"} | walk.elsewhere(here), has_files=bool(walk.files),
        privacy_html=markdown.shown(privacy, languages.current()), carried=_carried(walk, here),
    )  # fmt: skip
    return page, status


def _carried(walk: PreviewWalk, here: int) -> list[tuple[str, Any]]:
    """What was typed on the other pages: this one carries it along, since nothing is kept."""
    return [pair for pair in request.form.items(multi=True) if walk.stands_elsewhere(pair[0], here)]
