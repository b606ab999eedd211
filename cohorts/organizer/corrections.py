"""Correcting an answer for somebody: the same form that they have, at any time; their consents are theirs alone."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from cohorts.accounts import permissions
from cohorts.core import languages, requests
from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.organizer import blueprint, by, comparing
from cohorts.organizer.languages import choose
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import answering, editable, queries, receiving, sheets
from cohorts.registrations.models import Registration
from cohorts.registrations.sheets import AnswersForm, Sheet


@blueprint.route("/registrations/<reference>/answers", methods=["GET", "POST"], endpoint="registration_answers")
def correct(reference: str) -> ResponseReturnValue:
    """The answers given when registering, or with `?stage=after_seat` those that came later."""
    found = queries.by_reference(reference)
    asked = forms.of_cohort(found.cohort_id)
    stage = AFTER_SEAT if request.args.get("stage") == AFTER_SEAT else REGISTRATION
    sheet = Sheet(found, asked, stage, _open(asked, stage), may_lack=True, sees_sensitive=_sees_sensitive())
    if request.method == "GET":
        return _page(sheet, sheet.filled(languages.current()))
    requests.allow(sheet.room)
    return _sent(sheet, _received(sheet))


def _open(asked: AskedForm, stage: str) -> list[AskedQuestion]:
    sees_sensitive = _sees_sensitive()
    return [
        question
        for question in editable.questions_of(asked.of_stage(stage))
        if question.wording.type != "consent" and (sees_sensitive or not question.is_sensitive)
    ]


def _sees_sensitive() -> bool:
    return permissions.may(current_user, permissions.SENSITIVE)


def _received(sheet: Sheet) -> AnswersForm:
    if "switch_language" in request.form:
        choose(request.form["switch_language"])
    form, found = sheet.sent(languages.current()), sheet.registration
    receiving.receive(form, cohort_id=found.cohort_id, sender=request.remote_addr or "", registration_id=found.id)
    return form


def _sent(sheet: Sheet, form: AnswersForm) -> ResponseReturnValue:
    step = sheet.step(form, request.form, languages.current())
    if step == sheets.MORE:
        form.form_errors.append(gettext("What you chose leads to another question. Answer it too, then save."))
    if step == sheets.CONFIRM:
        lost, carried = sheet.lost(form, languages.current()), sheet.carried(form, request.form)
        return _rendered("organizer/answers_lost.html", sheet, form, lost=lost, carried=carried)
    if step != sheets.SAVE:
        return _page(sheet, form, 422 if step in (sheets.WRONG, sheets.MORE) else 200)
    try:
        _save(sheet, form)
    except Missing:
        raise
    except Stale as refusal:
        form.refuse(refusal)
        return _page(sheet.again(), form, refusal.status, is_stale=True)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(sheet, form, refusal.status)
    flash(gettext("The answers are saved. The applicant sees on their page what was changed."), "good")
    return redirect(url_for("organizer.registration", reference=sheet.registration.reference))


def _save(sheet: Sheet, form: AnswersForm) -> None:
    version = comparing.number(form.version.data)
    if version is None:
        raise Stale
    answering.change(
        sheet.registration.id, form.given, asked=sheet.asked(form), by=by(), form_key=form.key.data or "",
        expected_version=version,
    )  # fmt: skip


def _page(sheet: Sheet, form: AnswersForm, status: int = 200, *, is_stale: bool = False) -> ResponseReturnValue:
    language = languages.current()
    theirs = sheet.saved_meanwhile(form, language) if is_stale else []
    page = _rendered("organizer/registration_answers.html", sheet, form, parts=form.parts(language), theirs=theirs)
    return page, status


def _rendered(template: str, sheet: Sheet, form: AnswersForm, **values: Any) -> str:
    found: Registration = sheet.registration
    back = url_for("organizer.registration", reference=found.reference)
    return render_template(
        template, form=form, registration=found, back=back, brings_files=bool(sheet.room), stage=sheet.stage, **values
    )
