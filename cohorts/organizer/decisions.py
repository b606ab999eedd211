"""Decisions on registrations, one or many: who is chosen stands in the address, each as it was when it was shown."""

import re
from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.organizer import blueprint, by, cohorts, decision_words
from cohorts.organizer.asking import asked
from cohorts.organizer.desk import DeskCohort
from cohorts.registrations import decisions, queries, states
from cohorts.registrations.desk_forms import DecisionForm
from cohorts.registrations.errors import CannotMove
from cohorts.registrations.models import Registration

CHOICE = re.compile(r"([0-9]{1,10}):([0-9]{1,9})")
MOST = 200


@blueprint.route("/programs/<program>/<cohort>/decisions", methods=["GET", "POST"], endpoint="decisions")
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Ask once, with the names; then offer, waitlist or reject all of them, or none."""
    shown, act = cohorts.found(program, cohort), request.args.get("act", "")
    if request.args.get("all") and act in decisions.ACTS:
        return _all_that_match(shown, act)
    chosen = _chosen()
    if act not in decisions.ACTS or not chosen:
        flash(gettext("Choose at least one person first."), "bad")
        return redirect(shown.registrations_url)
    if len(chosen) > MOST:
        return _too_many(shown, len(chosen))
    people = queries.of_cohort(shown.id, chosen)
    form, back, open_ = DecisionForm(), _back(shown.registrations_url, people), _open_to(act, people)
    if request.method == "GET" and open_ and (left_out := _left_out(act, people, chosen)):
        flash(_says_left_out(len(left_out)))
        return redirect(_address(shown, act, [person for person in people if person not in left_out]))
    return asked(
        form,
        lambda: _decide(shown.id, act, chosen, form),
        done=decision_words.done(act, len(people)), back=back,
        impossible=None if open_ else CannotMove(people[0].name, people[0].state),
        question=lambda: {
            **decision_words.question(act, people, form, cohorts.found(program, cohort)),
            "again": _address(shown, act, open_) if form.was_sent and _have_changed(people, chosen) else "",
        },
    )  # fmt: skip


def _chosen() -> dict[int, int]:
    found = [CHOICE.fullmatch(written) for written in request.args.getlist("registration")]
    return {int(match[1]): int(match[2]) for match in found if match}


def _all_that_match(shown: DeskCohort, act: str) -> ResponseReturnValue:
    search, state = request.args.get("search", ""), request.args.get("state", "")
    matching = queries.matching(shown.id, search=search, state=state, among=decisions.OPEN_TO[act])
    if len(matching) > MOST:
        return _too_many(shown, len(matching))
    return redirect(_address(shown, act, matching))


def _too_many(shown: DeskCohort, count: int) -> ResponseReturnValue:
    most = ngettext(
        "%(num)d person is chosen, and at most %(most)d are decided on at once. Choose fewer.",
        "%(num)d people are chosen, and at most %(most)d are decided on at once. Choose fewer.", count, most=MOST,
    )  # fmt: skip
    flash(most, "bad")
    return redirect(shown.registrations_url)


def _open_to(act: str, people: Sequence[Registration]) -> list[Registration]:
    return [person for person in people if person.state in decisions.OPEN_TO[act]]


def _left_out(act: str, people: Sequence[Registration], chosen: dict[int, int]) -> list[Registration]:
    """Those about whom there was nothing to decide already when they were chosen, with all of a page."""
    open_ = _open_to(act, people)
    return [person for person in people if person not in open_ and person.revision == chosen[person.id]]


def _says_left_out(count: int) -> str:
    return str(ngettext(
        "%(num)d person whom you chose is left out: this cannot be decided about them as they stand.",
        "%(num)d people whom you chose are left out: this cannot be decided about them as they stand.", count,
    ))  # fmt: skip


def _have_changed(people: Sequence[Registration], chosen: dict[int, int]) -> bool:
    return any(person.revision != chosen[person.id] for person in people)


def _address(shown: DeskCohort, act: str, people: Sequence[Registration]) -> str:
    return shown.address("decisions", act=act, registration=[f"{each.id}:{each.revision}" for each in people])


def _decide(cohort_id: int, act: str, chosen: dict[int, int], form: DecisionForm) -> None:
    decisions.decide(
        cohort_id, act, chosen, by=by(), note=form.note.data or "", reason=form.reason.data or "", key=form.key.data
    )


def _back(registrations_url: str, people: Sequence[Registration]) -> str:
    state = people[0].state if people else ""
    return f"{registrations_url}?state={state}" if state in (states.PENDING, states.WAITLISTED) else registrations_url
