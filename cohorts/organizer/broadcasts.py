"""Writing to a cohort's people: drafted, looked over, sent now or at a time, followed, stopped, copied."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.broadcasts import audiences, broadcasts, queries, recipients
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.errors import TooManyPicked
from cohorts.broadcasts.forms import LATER, BroadcastForm, SendingForm
from cohorts.broadcasts.models import DRAFT, SCHEDULED, Broadcast
from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.organizer import blueprint, broadcast_words, by, cohorts, comparing, languages
from cohorts.organizer.buttons import pressed
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import schedule
from cohorts.registrations import queries as people
from cohorts.registrations import states

PLACE = "/programs/<program>/<cohort>/messages"
ONE = f"{PLACE}/<int:broadcast_id>"


@blueprint.get(PLACE, endpoint="broadcasts")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """What is coming, what goes out, what went."""
    shown = cohorts.found(program, cohort)
    found = queries.of_cohort(shown.id)
    progress = queries.progress([each.id for each in found])
    return render_template(
        "organizer/broadcasts.html", cohort=shown, broadcasts=found, progress=progress, names=broadcast_words.STATUSES
    )


@blueprint.route(f"{PLACE}/new", methods=["GET", "POST"], endpoint="new_broadcast")
def new(program: str, cohort: str) -> ResponseReturnValue:
    """Begin one, as a draft."""
    shown, form = cohorts.found(program, cohort), BroadcastForm(data={"states": [states.CONFIRMED]})
    return _written(shown, form, None)


@blueprint.route(ONE, methods=["GET", "POST"], endpoint="broadcast")
def show(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """A draft to change; of any other one how far it has come."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    if found.status != DRAFT:
        progress = queries.progress([found.id])[found.id]
        return render_template(
            "organizer/broadcast.html", cohort=shown, broadcast=found, progress=progress,
            goes_out=queries.is_going_out(found, progress), audience=broadcast_words.audience(found),
            reasons=broadcast_words.REASONS, skipped=queries.skipped(found.id, request.args.get("page", 1, type=int)),
            names=broadcast_words.STATUSES,
        )  # fmt: skip
    audience = audiences.read(found.audience)
    filled = {
        "subject": found.subject,
        "body": found.body,
        "states": audience.states,
        "answer": broadcast_words.chosen(audience),
        "version": found.version,
    }
    return _written(shown, BroadcastForm(data=filled), found)


@blueprint.route(f"{ONE}/review", methods=["GET", "POST"], endpoint="broadcast_review")
def review(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """To how many it goes; then send it, now or at a time."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    form = SendingForm(data={"version": found.version})
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    status = form.status
    if form.was_sent and form.validate() and form.says_when():
        try:
            _send(shown, found, form)
        except Missing:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(gettext("The message is on its way, or goes out at its time."), "good")
            return redirect(shown.address("broadcast", broadcast_id=broadcast_id))
    expected = recipients.foreseen(shown.cohort, audiences.read(found.audience))
    return render_template(
        "organizer/broadcast_review.html", cohort=shown, broadcast=found, form=form, expected=expected,
        audience=broadcast_words.audience(found), reasons=broadcast_words.REASONS,
        samples=broadcast_words.samples(found, expected),
        verb=ngettext("Send to %(num)d person", "Send to %(num)d people", expected.reached),
    ), status  # fmt: skip


@blueprint.post(f"{ONE}/stop", endpoint="broadcast_stop")
def stop(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Call off what waits for its time, or stop what goes out."""
    shown = cohorts.found(program, cohort)
    found = queries.by_id(shown.id, broadcast_id)
    act = broadcasts.cancel if found.status == SCHEDULED else broadcasts.stop
    back = shown.address("broadcast", broadcast_id=broadcast_id)
    return pressed(lambda: act(broadcast_id, by=by()), gettext("Nothing more of it goes out."), back)


@blueprint.post(f"{ONE}/copy", endpoint="broadcast_copy")
def copy(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Begin a new one like it."""
    shown = cohorts.found(program, cohort)
    queries.by_id(shown.id, broadcast_id)
    done = gettext("The copy is kept as a draft.")
    return pressed(lambda: broadcasts.copy(broadcast_id, key=Form().key.data or ""), done, shown.address("broadcasts"))


@blueprint.post(f"{ONE}/deletion", endpoint="broadcast_deletion")
def delete(program: str, cohort: str, broadcast_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    shown = cohorts.found(program, cohort)
    queries.by_id(shown.id, broadcast_id)
    done = gettext("The draft is deleted.")
    return pressed(lambda: broadcasts.discard(broadcast_id), done, shown.address("broadcasts"))


def _written(shown: DeskCohort, form: BroadcastForm, found: Broadcast | None) -> ResponseReturnValue:
    form.offer(broadcast_words.states_of(shown.id), broadcast_words.answers_of(shown.id))
    status = form.status
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if form.was_sent and form.validate():
        try:
            number = _save(shown, form, found)
        except Missing:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return redirect(shown.address("broadcast_review", broadcast_id=number))
    picked = bool(found and audiences.read(found.audience).picked) or bool({"registration", "all"} & set(request.args))
    return render_template(
        "organizer/broadcast_form.html", cohort=shown, form=form, picked=picked, broadcast=found
    ), status


def _save(shown: DeskCohort, form: BroadcastForm, found: Broadcast | None) -> int:
    wanted = tuple(each for each in states.STATES if each in (form.states.data or ()))
    question, _colon, choice = (form.answer.data or "").partition(":")
    audience = Audience(states=wanted, question_id=comparing.number(question), choice=choice)
    if found is not None and (picked := audiences.read(found.audience).picked):
        audience = Audience(picked=picked)
    if found is None and (chosen := _picked(shown.id)):
        audience = Audience(picked=chosen)
    said: dict[str, Any] = {"subject": form.subject.data, "body": form.body.data, "audience": audience}
    if found is None:
        return broadcasts.draft(shown.id, key=form.key.data or "", **said)
    broadcasts.edit(found.id, expected_version=comparing.version(form), **said)
    return found.id


def _picked(cohort_id: int) -> tuple[int, ...]:
    """Those who were chosen in the list; it is bound to the cohort when it is asked for."""
    found = [comparing.number(written.partition(":")[0]) for written in request.args.getlist("registration")]
    chosen = {number for number in found if number}
    if request.args.get("all"):
        search, state = request.args.get("search", ""), request.args.get("state", "")
        chosen = {each.id for each in people.matching(cohort_id, search=search, state=state, among=states.STATES)}
    if not chosen:
        return ()
    if len(chosen) > audiences.MOST_PICKED:
        raise TooManyPicked(most=audiences.MOST_PICKED)
    return tuple(each.id for each in people.of_cohort(cohort_id, chosen))


def _send(shown: DeskCohort, found: Broadcast, form: SendingForm) -> None:
    later = form.when.data == LATER
    start_at = schedule.joined(form.day.data, form.hour.data, shown.timezone) if later else None
    broadcasts.schedule(
        found.id, by=by(), expected_version=comparing.version(form), key=form.key.data or "", start_at=start_at
    )
