"""What the button that registers does, and what is said where it cannot be done."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import tokens
from cohorts.core.errors import Refusal
from cohorts.public import held_drafts, keys, notices, previews
from cohorts.public.walks import Walk
from cohorts.registrations import drafts, registrations, states
from cohorts.registrations.errors import AlreadyRegistered
from cohorts.registrations.forms import RegistrationForm

Again = Callable[[int], ResponseReturnValue]


def registered(form: RegistrationForm, walk: Walk, again: Again) -> ResponseReturnValue:
    """Register; the result page says what the commit decided. `again` shows the form with what is wrong."""
    shown, notice_id = walk.shown, notices.owner().privacy_notice_id
    previews.remember(form.email.data)
    if form.notice.data != str(notice_id):
        form.agree_anew(notice_id)
        return again(409)
    try:
        outcome = registrations.register(
            form.person, by=actors.applicant(), cohort_id=walk.cohort_id, privacy_notice_id=notice_id,
            one_time_key=form.key.data or "", given=form.given,
        )  # fmt: skip
    except AlreadyRegistered:
        if shown.verifies:
            _forget_draft(form, walk)
        return redirect(shown.mailbox_url)
    except Refusal as refusal:
        form.refuse(refusal)
        return again(refusal.status)
    if shown.verifies:
        # Who registered before, and who did not, is answered alike: no cookie, no word of the outcome.
        _forget_draft(form, walk)
        return redirect(shown.mailbox_url)
    if outcome.state == states.WITHDRAWN:
        _begin_anew(form)
        return again(409)
    _forget_draft(form, walk)
    keys.give_outcome(outcome.reference, outcome.link_version)
    _tell_of_the_race(form.promised.data, outcome.state)
    return redirect(url_for("public.result", reference=outcome.reference))


def _forget_draft(form: RegistrationForm, walk: Walk) -> None:
    if walk.has_steps or held_drafts.key_of(walk.cohort_id):
        drafts.drop(form.key.data)
        held_drafts.let_go(walk.cohort_id)


def _tell_of_the_race(promised: str | None, state: str) -> None:
    if promised == "seat" and state == states.WAITLISTED:
        flash(gettext("The last seat went while you wrote, so you are on the waiting list."), "plain")
    elif promised in ("seat", "place") and state == states.PENDING:
        flash(gettext("The organizers choose among applications now: yours is one of them."), "plain")
    elif promised == "place" and state == states.CONFIRMED:
        flash(gettext("A seat came free while you wrote, and it is yours."), "good")


def _begin_anew(form: RegistrationForm) -> None:
    # Back after withdrawing, or a late repetition by a bad connection: only the person can tell.
    form.key.data = tokens.one_time()
    form.form_errors.append(gettext("You withdrew this registration. To register anew, send this once more."))
