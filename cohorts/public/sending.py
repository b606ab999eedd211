"""What the button that registers does, and what is said where it cannot be done."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import addresses, tokens
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
            news_wording=form.news_wording,
        )  # fmt: skip
    except AlreadyRegistered:
        if shown.verifies:
            _was_sent(form, walk)
        return redirect(shown.mailbox_url)
    except Refusal as refusal:
        form.refuse(refusal)
        return again(refusal.status)
    if shown.verifies:
        # Who registered before, and who did not, is answered alike: no cookie, no word of the outcome.
        _was_sent(form, walk)
        return redirect(shown.mailbox_url)
    if outcome.state == states.WITHDRAWN:
        _begin_anew(form)
        return again(409)
    _was_sent(form, walk)
    keys.give_outcome(outcome.reference, outcome.link_version)
    _tell_of_the_race(form.promised.data, outcome.state)
    return redirect(url_for("public.result", reference=outcome.reference))


def before(walk: Walk, one_time_key: str, address: str) -> ResponseReturnValue | None:
    """What came of this very form, where it was sent before: a repeat finds the result, whatever it carries.

    Where addresses are proved, known ones are answered like new ones, so only that it was sent is looked at.
    """
    if not walk.asks:
        # Nothing of what was sent can have gone, so registering finds it by itself.
        return None
    sent_as = drafts.sent_as(walk.cohort_id, one_time_key)
    if walk.shown.verifies:
        return _after(walk, walk.shown.mailbox_url) if sent_as else None
    key = sent_as or _key_of(one_time_key, address)
    found = registrations.of_key(walk.cohort_id, key) if key else None
    if found is None or found.state == states.WITHDRAWN:
        return None
    if registrations.key_of(one_time_key, found.email) != found.key:
        # It has another address by now, or is somebody else's.
        return _after(walk, walk.shown.mailbox_url)
    keys.give_outcome(found.reference, found.link_version)
    return _after(walk, url_for("public.result", reference=found.reference))


def _key_of(one_time_key: str, address: str) -> str:
    try:
        return registrations.key_of(one_time_key, addresses.check(address))
    except addresses.InvalidAddress:
        return ""


def _after(walk: Walk, url: str) -> ResponseReturnValue:
    held_drafts.let_go(walk.cohort_id)
    return redirect(url)


def _was_sent(form: RegistrationForm, walk: Walk) -> None:
    if walk.has_steps or held_drafts.key_of(walk.cohort_id) or (walk.asks and walk.shown.verifies):
        drafts.send(walk.cohort_id, form.key.data, registrations.key_of(form.key.data, form.email.data))
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
