"""Questions: added and edited, each on a page of its own."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.core.forms import Form
from cohorts.organizer import blueprint, by, comparing, form_places, languages
from cohorts.organizer.form_fields import HINTS, LABELS, former_options, offer_earlier, redrawn, title_of, words_of
from cohorts.organizer.form_lines import OPERATORS
from cohorts.organizer.form_places import FormPlace, found
from cohorts.questions import condition_rows, options, questions, types
from cohorts.questions.desk_forms import OF_ANSWERS, SETTINGS, WordingForm
from cohorts.questions.models import STAGES
from cohorts.questions.wordings import ALL, AskedQuestion, Option, WrittenQuestion


@blueprint.route("/programs/<program>/form/new", methods=["GET", "POST"], endpoint="new_question")
@blueprint.route("/programs/<program>/<cohort>/form/new", methods=["GET", "POST"], endpoint="new_question")
def new(program: str, cohort: str | None = None) -> ResponseReturnValue:
    """Choose a type, then write the question."""
    place, kind, stage = found(program, cohort), request.args.get("type", ""), request.args.get("stage", STAGES[0])
    if kind not in types.TYPES:
        return render_template("organizer/form_types.html", place=place, types=types.in_order(), stage=stage)
    form = WordingForm(data={"stage": stage if stage in STAGES else STAGES[0], "type": kind})
    form.become(kind, is_new=True)
    offer_earlier(form, place.form, None)
    if redrawn(form, []) or not form.validate():
        return _page(form, place, kind, None)
    try:
        written = _written(form, kind, [], key=_key(form, place))
        questions.add(place.owner, written, by=by(), key=form.key.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, found(program, cohort), kind, None, status=refusal.status)
    flash(gettext("The question is added."), "good")
    return redirect(place.url)


@blueprint.route("/questions/<int:question_id>", methods=["GET", "POST"], endpoint="question")
def edit(question_id: int) -> ResponseReturnValue:
    """Word it anew: what was answered before keeps the wording in which it was asked."""
    place, question = form_places.of_question(question_id)
    kind, former = question.wording.type, former_options(question)
    form = WordingForm(data=_filled(question))
    form.become(kind, is_new=False)
    offer_earlier(form, place.form, question)
    if redrawn(form, former) or not form.validate():
        return _page(form, place, kind, question, former=former)
    try:
        written = _written(form, kind, [*question.wording.options, *former], key=question.key, asked=question)
        attributes = {name: getattr(written, name) for name in ("stage", *OF_ANSWERS[2:]) if name in form}
        version = comparing.version(form)
        questions.edit(
            question.id, by=by(), wording=written.wording, expected_version=version,
            returns="bring_back" in request.form, **attributes,
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return _refused(form, refusal, question.id)
    flash(gettext("Your changes are saved."), "good")
    return redirect(place.address("form", _anchor=question.name))


def _refused(form: WordingForm, refusal: Refusal, question_id: int) -> ResponseReturnValue:
    if isinstance(refusal, Missing):
        raise refusal
    place, question = form_places.of_question(question_id)
    theirs: list[comparing.Difference] = []
    if isinstance(refusal, Stale):
        form.version.data = question.version
        saved = WordingForm(formdata=None, data=_filled(question))
        saved.become(question.wording.type, is_new=False)
        offer_earlier(saved, place.form, question)
        theirs = comparing.differences(form, saved)
    return _page(form, place, question.wording.type, question, status=refusal.status, theirs=theirs)


def _key(form: WordingForm, place: FormPlace) -> str:
    """The key that was written, else one made from the words."""
    written = form.word.data if "word" in form else ""
    return written or questions.free_key(place.form, words_of(form) or "question")


def _written(
    form: WordingForm, kind: str, known: list[Option], *, key: str, asked: AskedQuestion | None = None
) -> WrittenQuestion:
    if "options" in form:
        form.options.data = list(options.named(form.options.data, {each.value: each for each in known}))
    return form.written(kind, key, asked.wording if asked else None)


def _filled(question: AskedQuestion) -> dict[str, Any]:
    """The form's values for a question as it is."""
    wording, condition = question.wording, question.condition
    return {
        **{name: getattr(wording, name) for name in ("type", "label", "help", "required", *SETTINGS)},
        **{name: getattr(question, name) for name in ("stage", *OF_ANSWERS[2:], "version")},
        "match": condition.match if condition else ALL,
        "tests": condition_rows.of(condition),
    }


def _page(
    form: WordingForm, place: FormPlace, kind: str, question: AskedQuestion | None, *,
    status: int | None = None, former: list[Option] | None = None, theirs: list[comparing.Difference] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    there = {option.value for option in form.options.data} if "options" in form else set()
    page = render_template(
        "organizer/form_question.html", form=form, place=place, question=question, kind=types.of(kind),
        title=title_of(kind, question), gone=[option for option in former or () if option.value not in there],
        theirs=theirs or [], operators=OPERATORS, labels=LABELS.get(kind, {}), hints=HINTS.get(kind, {}),
        form_of_buttons=Form(formdata=None),
    )  # fmt: skip
    return page, form_status(form) if status is None else status


def form_status(form: WordingForm) -> int:
    """422 where the page was sent to be saved and something is wrong."""
    return 422 if form.errors else 200
