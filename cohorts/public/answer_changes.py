"""Changing one's answers, and giving those that are asked once the seat is sure."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import languages, requests
from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.extensions import limiter
from cohorts.public import blueprint, keys
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.questions.types.file import KEPT, REMOVE
from cohorts.registrations import answering, lacking, receiving, said, sheets
from cohorts.registrations.models import Registration
from cohorts.registrations.sheets import AnswersForm, Sheet

FORBIDDEN = 403


class Page(NamedTuple):
    """A registration whose answers are on a page, and the questions of one stage."""

    found: Registration
    sheet: Sheet

    def drawn(self, form: AnswersForm, status: int = 200, *, theirs: bool = False) -> ResponseReturnValue:
        """The form; `theirs`: with what was saved meanwhile."""
        language = languages.current()
        compared = self.sheet.saved_meanwhile(form, language) if theirs else []
        # What was sent and is wrong is said beside its question.
        missing = self.sheet.missing(form) if status == 200 else []
        return self._rendered(
            "public/answers.html", form, status, parts=form.parts(language), theirs=compared, missing=missing
        )

    def confirm(self, form: AnswersForm) -> ResponseReturnValue:
        """What saving it drops, asked once."""
        lost = self.sheet.lost(form, languages.current())
        return self._rendered(
            "public/answers_lost.html", form, 200, lost=lost, carried=self.sheet.carried(form, request.form)
        )

    def _rendered(self, template: str, form: AnswersForm, status: int, **values: object) -> ResponseReturnValue:
        is_more = self.sheet.stage == AFTER_SEAT
        return render_template(
            template, form=form, is_more=is_more, brings_files=bool(self.sheet.room), **values, **keys.shown(self.found)
        ), status  # fmt: skip


@blueprint.route("/registrations/<reference>/answers", methods=["GET", "POST"])
@limiter.limit("120/minute", methods=["POST"])
def answers(reference: str) -> ResponseReturnValue:
    """Change the answers that one registered with."""
    return _of(reference, REGISTRATION)


@blueprint.route("/registrations/<reference>/answers/more", methods=["GET", "POST"])
@limiter.limit("120/minute", methods=["POST"])
def more_answers(reference: str) -> ResponseReturnValue:
    """Answer what is asked of who has a seat."""
    return _of(reference, AFTER_SEAT)


def _of(reference: str, stage: str) -> ResponseReturnValue:
    try:
        found = keys.held(reference)
    except Missing:
        # Of a session that ended while somebody wrote, the words go back to who sent them.
        if written := _written():
            return render_template("public/answers_unheld.html", words=written), FORBIDDEN
        raise
    return _answered(found, stage)


def _written() -> list[str]:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name.startswith("q-")]
    return [value.strip() for name, value in sent if value.strip() and not name.endswith((KEPT, REMOVE))]


def _answered(found: Registration, stage: str) -> ResponseReturnValue:
    form_asked = forms.of_cohort(found.cohort_id)
    open_ = lacking.open_to(found, form_asked, stage, said.of(found.id))
    if not found.is_active:
        return keys.has_ended(found)
    if not open_:
        flash(gettext("The time for changing these answers is over. Write to the organizers instead."), "plain")
        return redirect(url_for("public.registration", reference=found.reference))
    page = Page(found, Sheet(found, form_asked, stage, open_))
    if request.method == "GET":
        return page.drawn(page.sheet.filled(languages.current()))
    requests.allow(page.sheet.room)
    return _sent(page, page.sheet.sent(languages.current()))


def _sent(page: Page, form: AnswersForm) -> ResponseReturnValue:
    found = page.found
    receiving.receive(form, cohort_id=found.cohort_id, sender=request.remote_addr or "", registration_id=found.id)
    step = page.sheet.step(form, request.form, languages.current())
    if step == sheets.MORE:
        form.form_errors.append(gettext("What you chose leads to another question. Answer it too, then save."))
    if step == sheets.CONFIRM:
        return page.confirm(form)
    if step != sheets.SAVE:
        return page.drawn(form, 422 if step in (sheets.WRONG, sheets.MORE) else 200)
    try:
        _save(page, form)
    except Missing:
        raise
    except Stale as refusal:
        form.refuse(refusal)
        return Page(found, page.sheet.again()).drawn(form, refusal.status, theirs=True)
    except Refusal as refusal:
        form.refuse(refusal)
        return page.drawn(form, refusal.status)
    flash(gettext("Your answers are saved."), "good")
    return redirect(url_for("public.registration", reference=found.reference))


def _save(page: Page, form: AnswersForm) -> None:
    version = str(form.version.data or "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Stale
    answering.change(
        page.found.id, form.given, asked=page.sheet.asked(form), by=actors.applicant(page.found.id),
        form_key=form.key.data or "", expected_version=int(version),
    )  # fmt: skip
