"""Decisions on registrations, one or many: who is chosen stands in the address, each as it was when it was shown."""

import re
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.asking import asked
from cohorts.organizer.desk import DeskCohort
from cohorts.registrations import decisions, entries, queries, states
from cohorts.registrations.desk_forms import DecisionForm
from cohorts.registrations.models import Registration

CHOICE = re.compile(r"([0-9]{1,10}):([0-9]{1,9})")
MOST = 200


@blueprint.route("/programs/<program>/<cohort>/decisions", methods=["GET", "POST"], endpoint="decisions")
def of_cohort(program: str, cohort: str) -> ResponseReturnValue:
    """Ask once, with the names; then offer, waitlist or reject all of them, or none."""
    shown, act, chosen = cohorts.found(program, cohort), request.args.get("act", ""), _chosen()
    if act not in decisions.ACTS or not chosen:
        flash(gettext("Choose at least one person first."), "bad")
        return redirect(shown.registrations_url)
    people = queries.of_cohort(shown.id, chosen)
    form, back = DecisionForm(), _back(shown.registrations_url, people)
    return asked(
        form,
        lambda: _decide(shown.id, act, chosen, form),
        done=_done(act, len(people)), back=back,
        question=lambda: _question(act, people, form, cohorts.found(program, cohort)),
    )  # fmt: skip


def _chosen() -> dict[int, int]:
    found = [CHOICE.fullmatch(written) for written in request.args.getlist("registration")[:MOST]]
    return {int(match[1]): int(match[2]) for match in found if match}


def _decide(cohort_id: int, act: str, chosen: dict[int, int], form: DecisionForm) -> None:
    decisions.decide(
        cohort_id, act, chosen, by=by(), note=form.note.data or "", reason=form.reason.data or "", key=form.key.data
    )


def _back(registrations_url: str, people: Sequence[Registration]) -> str:
    state = people[0].state if people else ""
    return f"{registrations_url}?state={state}" if state in (states.PENDING, states.WAITLISTED) else registrations_url


def _question(act: str, people: Sequence[Registration], form: DecisionForm, shown: DeskCohort) -> dict[str, Any]:
    words = {
        decisions.OFFER: (
            ngettext("Offer a seat to %(num)d person?", "Offer a seat to %(num)d people?", len(people)),
            _consequence_of_offers(shown),
            gettext("Offer the seats"),
        ),
        decisions.WAITLIST: (
            ngettext("Put %(num)d person on the waiting list?", "Put %(num)d people on the waiting list?", len(people)),
            gettext("They come after everybody who waits already, in the order in which they applied."),
            gettext("Put on waiting list"),
        ),
        decisions.REJECT: (
            ngettext("Do not select %(num)d person?", "Do not select %(num)d people?", len(people)),
            gettext("A message tells them that they were not selected."),
            gettext("Do not select"),
        ),
    }[act]
    fields = [{"field": form.note, "optional": True, "hint": gettext("It stands in the message as you write it.")}]
    if act == decisions.OFFER and any(each.state == states.WAITLISTED for each in people):
        hint = gettext("Needed where others wait longer. Only organizers see it.")
        fields.append({"field": form.reason, "optional": True, "hint": hint})
    return {
        "title": words[0], "consequence": words[1], "verb": words[2], "people": people, "asked": fields,
        "keep": gettext("Change nothing"), "about": gettext("Registrations"),
        "tone": "danger filled" if act == decisions.REJECT else "",
    }  # fmt: skip


def _consequence_of_offers(shown: DeskCohort) -> str:
    free = ngettext("%(num)d seat is free.", "%(num)d seats are free.", shown.free)
    ends = shown.short(entries.offer_end(shown.cohort, until=shown.cohort.last_offer))
    held = gettext("An offer made now holds one until %(when)s; a message tells them.", when=ends)
    return f"{free} {held}"


def _done(act: str, count: int) -> str:
    sentences = {
        decisions.OFFER: ngettext("%(num)d seat is offered.", "%(num)d seats are offered.", count),
        decisions.WAITLIST: ngettext(
            "%(num)d person is on the waiting list.", "%(num)d people are on the waiting list.", count
        ),
        decisions.REJECT: ngettext("%(num)d person was not selected.", "%(num)d people were not selected.", count),
    }
    return str(sentences[act])
