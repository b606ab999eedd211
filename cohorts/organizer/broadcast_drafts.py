"""A message to many while it is written: its words, and whom it is for."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cohorts.broadcasts import audiences, broadcasts, queries
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.errors import TooManyPicked
from cohorts.broadcasts.forms import BroadcastForm
from cohorts.broadcasts.models import Broadcast
from cohorts.core.errors import Missing, Refusal, Stale
from cohorts.messages import kinds
from cohorts.organizer import blueprint, broadcast_words, cohorts, comparing, languages
from cohorts.organizer.desk import DeskCohort
from cohorts.organizer.template_samples import explained
from cohorts.registrations import queries as people
from cohorts.registrations import states
from cohorts.registrations.models import Registration


@blueprint.route("/programs/<program>/<cohort>/messages/new", methods=["GET", "POST"], endpoint="new_broadcast")
def new(program: str, cohort: str) -> ResponseReturnValue:
    """Begin one, as a draft."""
    shown = cohorts.found(program, cohort)
    try:
        picked = _picked(shown.id)
    except TooManyPicked as refusal:
        flash(str(refusal), "bad")
        return redirect(shown.registrations_url)
    form = _form(shown, {"states": _suggested()}, picked)
    return _written(shown, form, picked, None)


def edit(shown: DeskCohort, found: Broadcast) -> ResponseReturnValue:
    """Write on."""
    picked = audiences.read(found.audience).picked
    return _written(shown, _form(shown, _filled(found), picked), picked, found)


def _form(shown: DeskCohort, filled: dict[str, Any], picked: tuple[int, ...], **sent: Any) -> BroadcastForm:
    form = BroadcastForm(data=filled, **sent)
    form.offer(broadcast_words.states_of(shown.id), broadcast_words.answers_of(shown.id))
    if picked:
        del form.states, form.answer
    return form


def _filled(found: Broadcast) -> dict[str, Any]:
    audience = audiences.read(found.audience)
    return {
        "subject": found.subject,
        "body": found.body,
        "states": audience.states,
        "answer": broadcast_words.chosen(audience),
        "version": found.version,
    }


def _written(
    shown: DeskCohort, form: BroadcastForm, picked: tuple[int, ...], found: Broadcast | None
) -> ResponseReturnValue:
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    if not (form.was_sent and form.validate()):
        return _page(shown, form, picked, found), form.status
    try:
        number = _save(shown, form, picked, found)
    except Missing:
        raise
    except Stale as stale:
        assert found is not None
        saved = queries.by_id(shown.id, found.id)
        form.refuse(stale)
        form.version.data = saved.version
        theirs = comparing.differences(form, _form(shown, _filled(saved), picked, formdata=None))
        return _page(shown, form, picked, saved, theirs), stale.status
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(shown, form, picked, found), refusal.status
    return redirect(shown.address("broadcast_review", broadcast_id=number))


def _page(
    shown: DeskCohort, form: BroadcastForm, picked: tuple[int, ...], found: Broadcast | None, theirs: Any = ()
) -> str:  # fmt: skip
    answers = {question.key: name for question, name in broadcast_words.quotable(shown.id)}
    return render_template(
        "organizer/broadcast_form.html", cohort=shown, form=form, broadcast=found, theirs=theirs,
        people=_people(shown, picked), placeholders=explained(kinds.BROADCAST, answers),
    )  # fmt: skip


def _people(shown: DeskCohort, picked: tuple[int, ...]) -> Sequence[Registration]:
    return people.of_cohort(shown.id, picked) if picked else []


def _save(shown: DeskCohort, form: BroadcastForm, picked: tuple[int, ...], found: Broadcast | None) -> int:
    said: dict[str, Any] = {
        "subject": form.subject.data,
        "body": form.body.data,
        "audience": Audience(picked=picked) if picked else _audience(form),
    }
    if found is None:
        return broadcasts.draft(shown.id, key=form.key.data or "", **said)
    broadcasts.edit(found.id, expected_version=comparing.version(form), **said)
    return found.id


def _audience(form: BroadcastForm) -> Audience:
    wanted = tuple(each for each in states.STATES if each in (form.states.data or ()))
    question, _colon, choice = (form.answer.data or "").partition(":")
    return Audience(states=wanted, question_id=comparing.number(question), choice=choice)


def _suggested() -> list[str]:
    """Whoever chose all that match meant their state, where they searched for nothing."""
    state = request.args.get("state", "")
    if not request.args.get("all"):
        return [states.CONFIRMED]
    return [state] if state in states.STATES else list(states.STATES)


def _picked(cohort_id: int) -> tuple[int, ...]:
    numbers = [comparing.number(written.partition(":")[0]) for written in request.args.getlist("registration")]
    chosen = {number for number in numbers if number}
    search = request.args.get("search", "").strip()
    if request.args.get("all"):
        state = request.args.get("state", "")
        found = people.matching(cohort_id, search=search, state=state, among=states.STATES) if search else ()
        chosen = {each.id for each in found}
    if not chosen:
        return ()
    if len(chosen) > audiences.MOST_PICKED:
        raise TooManyPicked(most=audiences.MOST_PICKED)
    return tuple(each.id for each in people.of_cohort(cohort_id, chosen))
