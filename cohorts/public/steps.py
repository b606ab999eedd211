"""Going through the form of a cohort: a place is shown, or sent and left."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core import languages
from cohorts.core.errors import Refusal
from cohorts.programs import phases
from cohorts.public import asked, held_drafts, notices, sending, uploads
from cohorts.public.shown import ShownCohort
from cohorts.public.typed import Typed, replaced
from cohorts.public.walks import CHECKED, LOOK, Walk
from cohorts.questions import drawing
from cohorts.registrations.forms import RegistrationForm


@dataclass
class Step:
    """A place of a walk, and the form as it stands there."""

    walk: Walk
    place: int
    form: RegistrationForm
    typed: Typed

    @property
    def is_last(self) -> bool:
        """Whether its button sends all."""
        return self.place == self.walk.last

    @property
    def is_check(self) -> bool:
        """Whether it only shows what the others ask."""
        return self.place > len(self.walk.pages)

    @property
    def is_ours(self) -> bool:
        """Whether it was sent from a page of ours; nothing is kept of what only says so."""
        token = getattr(self.form, "csrf_token", None)
        if token is None or token.validate(self.form):
            return True
        # What is wrong is said once a button was pressed, not when the language changes.
        token.errors = []
        return False

    def page(self, status: int, suggestion: str | None = None) -> ResponseReturnValue:
        """The place with everything that was typed."""
        walk, form, needed = self.walk, self.form, self.walk.needed(self.form)
        questions = walk.page(self.place)
        form.shown_versions.data = " ".join(str(question.version_id) for question in questions)
        page = render_template(
            "public/check.html" if self.is_check else "public/register.html",
            form=form, cohort=walk.shown, walk=walk, place=self.place, is_last=self.is_last, suggestion=suggestion,
            items=list(drawing.parts(form, questions, languages.current())), answers=self._answers(),
            step=sum(each <= self.place for each in needed),
            steps=len(needed) - walk.has_check, unseen={"email_confirmed"} | walk.elsewhere(self.place),
            has_files=uploads.are_asked(questions), privacy_html=notices.privacy_html() if self.is_last else "",
        )  # fmt: skip
        return page, status

    def page_once_more(self, status: int) -> ResponseReturnValue:
        """The place again, after a refusal; where that gave the form another key, the draft goes on under it."""
        if self.walk.has_steps:
            self.typed = replaced(self.typed, "key", self.form.key.data)
            self.walk.keep(self.form, self.typed)
            self.walk.hold(self.form)
        return self.page(status)

    def _answers(self) -> list[asked.Checked]:
        return list(asked.answers(self.form, self.walk)) if self.is_check else []


def show(walk: Walk, place: int) -> ResponseReturnValue:
    """A place, where registering is possible; else the cohort's page says why not."""
    if walk.shown.phase not in phases.TAKES_REGISTRATIONS:
        return redirect(walk.shown.url)
    typed = held_drafts.typed(walk.cohort_id) if walk.asks else None
    if typed is None and (key := held_drafts.key_of(walk.cohort_id)):
        # It was sent, and the answer may have been lost on its way here.
        result = sending.before(walk, key, "")
        if result is not None:
            return result
    if typed is None:
        return Step(walk, 1, _begun(walk), []).page(200) if place == 1 else redirect(walk.url(1))
    step = Step(walk, place, walk.filled(typed), typed)
    uploads.find(step.form)
    if place not in walk.needed(step.form):
        return redirect(walk.url(walk.after(place, step.form)))
    if step.is_check and (wrong := walk.first_wrong(step.form)):
        return redirect(walk.url(wrong, look=True))
    _renew(step)
    if LOOK in request.args:
        _look(step)
    return step.page(200)


def send(walk: Walk, place: int) -> ResponseReturnValue:
    """A place was filled in: on to the next one, back, aside, or all is sent."""
    if place > walk.last:
        return redirect(walk.url(1))
    uploads.make_room(walk.page(place))
    step = Step(walk, place, *walk.sent(place))
    result = sending.before(walk, step.form.key.data, step.form.email.data or "")
    if result is not None:
        return result
    uploads.take_in(step.form, cohort_id=walk.cohort_id)
    step.typed = uploads.noted(step.form, step.typed)
    if (walk.has_steps or "save" in request.form) and step.is_ours:
        try:
            walk.keep(step.form, step.typed)
        except Refusal as refusal:
            step.form.refuse(refusal)
            return step.page(refusal.status)
    if not step.form.was_sent or uploads.is_removing(step.form):
        return step.page(200)
    if "save" in request.form or "back" in request.form:
        return _leave(step)
    if not step.form.validate_part(walk.names(place)):
        return step.page(422)
    if place == 1 and step.form.looks_automatic:
        _doubt(step.form)
        return step.page(422)
    if place == 1 and step.form.meant:
        return step.page(422, suggestion=step.form.meant)
    return _go_on(step)


def _leave(step: Step) -> ResponseReturnValue:
    walk = step.walk
    if not step.form.validate_part({"csrf_token"}):
        return step.page(422)
    walk.hold(step.form)
    if "save" in request.form:
        return redirect(url_for("public.save", program=walk.program, cohort=walk.slug))
    return redirect(walk.url(walk.before(step.place, step.form)))


def _go_on(step: Step) -> ResponseReturnValue:
    walk, form = step.walk, step.form
    if walk.has_steps:
        walk.hold(form)
    if step.is_last or CHECKED in step.typed:
        wrong = 1 if step.place > 1 and form.looks_automatic else walk.first_wrong(form, besides=step.place)
        if wrong is not None:
            return redirect(walk.url(wrong, look=True))
    if step.is_last:
        return sending.registered(form, walk, step.page_once_more)
    if CHECKED in step.typed:
        return redirect(walk.check_url)
    next_place = walk.after(step.place, form)
    if next_place > len(walk.pages):
        walk.keep(form, [*step.typed, CHECKED])
    return redirect(walk.url(next_place))


def _begun(walk: Walk) -> RegistrationForm:
    shown_first: dict[str, Any] = {"language": languages.current(), "promised": _promise(walk.shown)}
    if not walk.has_steps:
        shown_first["notice"] = notices.owner().privacy_notice_id
    return walk.form_class(data=shown_first)


def _renew(step: Step) -> None:
    """Of a draft, what is promised and agreed to is as it stands today."""
    form = step.form
    form.promised.data = _promise(step.walk.shown)
    if step.is_last:
        notice = str(notices.owner().privacy_notice_id)
        form.privacy.data = form.privacy.data and form.notice.data == notice
        form.notice.data = notice


def _look(step: Step) -> None:
    is_right = step.walk.is_right(step.form, step.place)
    if is_right and step.place == 1 and step.form.looks_automatic:
        _doubt(step.form)


def _doubt(form: RegistrationForm) -> None:
    form.website.data = ""
    form.form_errors.append(gettext("We could not tell that a person sent this. Look over it, then send it again."))


def _promise(shown: ShownCohort) -> str:
    if shown.reviews:
        return "application"
    return "seat" if shown.phase == phases.OPEN else "place"
