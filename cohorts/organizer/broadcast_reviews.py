"""A message to many before it is sent: to how many, in which words, now or at a time; first to oneself."""

from datetime import datetime

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from cohorts.broadcasts import audiences, broadcasts, queries, recipients
from cohorts.broadcasts.forms import LATER, SendingForm
from cohorts.broadcasts.models import DRAFT, Broadcast
from cohorts.broadcasts.recipients import Foreseen
from cohorts.core import languages, numbers, when
from cohorts.core.errors import Missing, Refusal
from cohorts.organizer import blueprint, broadcast_words, by, cohorts, comparing
from cohorts.organizer.desk import DeskCohort
from cohorts.organizer.languages import choose
from cohorts.organizer.template_samples import alone, send_to_me, to_me
from cohorts.programs import schedule

PLACE = "/programs/<program>/<cohort>/messages/<int:broadcast_id>/review"


@blueprint.route(PLACE, methods=["GET", "POST"], endpoint="broadcast_review")
def review(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """To how many it goes; then send it, now or at a time."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    if found.status != DRAFT and not request.form:
        return redirect(shown.address("broadcast", broadcast_id=broadcast_id))
    if "switch_language" in request.form:
        choose(request.form["switch_language"])
    form = SendingForm(data={"version": found.version})
    if "html" in request.form:
        return _html(found, request.form["html"])
    if not form.was_sent or not form.validate():
        return _page(shown, found, form, form.status)
    leads_to = None
    try:
        if "try" in request.form:
            _try(found, form)
        else:
            leads_to = _sent(shown, found, form)
    except Missing:
        raise
    except Refusal as refusal:
        found = queries.by_id(shown.id, broadcast_id)
        if found.status != DRAFT:
            flash(str(refusal), "bad")
            return redirect(shown.address("broadcast", broadcast_id=broadcast_id))
        form.refuse(refusal)
        return _page(shown, found, form, refusal.status)
    return redirect(leads_to) if leads_to else _page(shown, found, form, form.status)


def _expected(found: Broadcast) -> Foreseen:
    return recipients.foreseen(found.cohort, audiences.read(found.audience))


def _page(shown: DeskCohort, found: Broadcast, form: SendingForm, status: int) -> ResponseReturnValue:
    expected = _expected(found)
    samples = broadcast_words.samples(found, expected.examples)
    page = render_template(
        "organizer/broadcast_review.html", cohort=shown, broadcast=found, form=form, expected=expected,
        audience=broadcast_words.audience(found), reasons=broadcast_words.REASONS,
        samples=samples, problems=[] if samples else broadcast_words.problems(found),
        readers=broadcast_words.readers(found, expected), strangers=broadcast_words.strangers(found, expected),
        verb=_verb(expected.reached),
    )  # fmt: skip
    return page, status


def _verb(people: int) -> str:
    shown = numbers.number(people, languages.current())
    return str(ngettext("Send to %(shown)s person", "Send to %(shown)s people", people, shown=shown))


def _html(found: Broadcast, language: str) -> ResponseReturnValue:
    for message in broadcast_words.samples(found, _expected(found).examples):
        if message.language == language:
            return alone(message)
    raise Missing


def _try(found: Broadcast, form: SendingForm) -> None:
    messages = broadcast_words.samples(found, _expected(found).examples, to=to_me(), cause=f"sample:{form.key.data}")
    send_to_me(messages)
    flash(gettext("It goes to your own address with the next messages, marked as a test."), "good")


def _sent(shown: DeskCohort, found: Broadcast, form: SendingForm) -> str | None:
    if not form.says_when():
        return None
    later = form.when.data == LATER
    start_at = schedule.joined(form.day.data, form.hour.data, shown.timezone) if later else None
    broadcasts.schedule(
        found.id, by=by(), expected_version=comparing.version(form), key=form.key.data or "", start_at=start_at
    )
    flash(_done(shown, start_at), "good")
    return shown.address("broadcast", broadcast_id=found.id)


def _done(shown: DeskCohort, start_at: datetime | None) -> str:
    if start_at is None:
        return str(gettext("The message goes out now."))
    at = when.day_and_time(start_at, shown.timezone, languages.current())
    return Markup(gettext("The message goes out on %(when)s; until then it can be called off.", when=at))
