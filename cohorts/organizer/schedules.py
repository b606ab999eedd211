"""Reminders before a cohort and thanks after it: added, switched on and off, deleted."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from cohorts.broadcasts import due, schedules
from cohorts.broadcasts.models import Schedule
from cohorts.broadcasts.schedule_forms import ScheduleForm
from cohorts.core import languages, numbers, when
from cohorts.core.errors import Refusal
from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.buttons import pressed
from cohorts.organizer.desk import DeskCohort
from cohorts.organizer.languages import choose

SUGGESTED = {"kind": due.REMINDER, "amount": 3, "unit": due.DAYS}
TONES = {
    due.OFF: "", due.AHEAD: "good", due.DUE: "tint", due.MISSED: "warn", due.SENDING: "tint", due.SENT: "tint",
    due.STOPPED: "warn",
}  # fmt: skip


class Line(NamedTuple):
    """A schedule on the page."""

    id: int
    name: str
    standing: str
    state: str
    tone: str
    sentence: str
    is_on: bool
    words_url: str


@blueprint.route("/programs/<program>/<cohort>/reminders", methods=["GET", "POST"], endpoint="schedules")
def index(program: str, cohort: str) -> ResponseReturnValue:
    """All of a cohort, with their times; and a form for one more."""
    shown, form = cohorts.found(program, cohort), ScheduleForm(data=SUGGESTED)
    if "switch_language" in request.form:
        choose(request.form["switch_language"])
    status = form.status
    if form.was_sent and form.validate():
        try:
            schedules.add(
                shown.id, kind=form.kind.data, amount=form.amount.data or 0, unit=form.unit.data, by=by()
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
            shown, status = cohorts.found(program, cohort), refusal.status
        else:
            flash(gettext("The message is added, and switched on."), "good")
            return redirect(shown.address("schedules"))
    return render_template("organizer/schedules.html", cohort=shown, lines=_lines(shown), schedule_form=form), status


@blueprint.post("/programs/<program>/<cohort>/reminders/<int:schedule_id>", endpoint="schedule")
def switch(program: str, cohort: str, schedule_id: int) -> ResponseReturnValue:
    """Switch one on, or, with `switch=off`, off."""
    shown, on = cohorts.found(program, cohort), request.form.get("switch") != "off"
    found = schedules.of_id(shown.id, schedule_id)
    done = gettext("The message is switched on.") if on else gettext("The message is switched off.")
    return pressed(lambda: schedules.switch(found.id, on=on, by=by()), done, shown.address("schedules"))


@blueprint.post("/programs/<program>/<cohort>/reminders/<int:schedule_id>/deletion", endpoint="schedule_deletion")
def delete(program: str, cohort: str, schedule_id: int) -> ResponseReturnValue:
    """Delete one that has not gone out."""
    shown = cohorts.found(program, cohort)
    found = schedules.of_id(shown.id, schedule_id)
    done = gettext("The message is deleted.")
    return pressed(lambda: schedules.remove(found.id, by=by()), done, shown.address("schedules"))


def name(schedule: Schedule) -> str:
    """`Reminder, 3 days before`."""
    amount = schedule.amount
    if schedule.kind == due.REMINDER and schedule.unit == due.DAYS:
        return str(ngettext("Reminder, %(num)d day before", "Reminder, %(num)d days before", amount))
    if schedule.kind == due.REMINDER:
        return str(ngettext("Reminder, %(num)d hour before", "Reminder, %(num)d hours before", amount))
    if schedule.unit == due.DAYS:
        return str(ngettext("Thanks, %(num)d day after", "Thanks, %(num)d days after", amount))
    return str(ngettext("Thanks, %(num)d hour after", "Thanks, %(num)d hours after", amount))


def _lines(shown: DeskCohort) -> list[Line]:
    found = schedules.of_cohort(shown.id)
    written = schedules.written([each.id for each in found])
    return [_line(each, shown, written.get(each.id, 0)) for each in found]


def _line(schedule: Schedule, shown: DeskCohort, written: int) -> Line:
    standing = schedules.standing(schedule)
    state, sentence = _told(standing, schedule, shown, written)
    return Line(
        schedule.id, name(schedule), standing, state, TONES[standing], Markup(sentence),
        schedule.enabled_at is not None, url_for("organizer.template", **shown.place, kind=schedule.kind),
    )  # fmt: skip


def _told(standing: str, schedule: Schedule, shown: DeskCohort, written: int) -> tuple[str, str]:
    at = _when(schedule, shown)
    if standing == due.OFF:
        return gettext("Off"), gettext("It would go out on %(when)s", when=at)
    if standing == due.MISSED:
        return gettext("Missed"), gettext("It would have gone out on %(when)s: it does not go out any more.", when=at)
    if standing in (due.SENDING, due.SENT):
        state = gettext("Sent") if standing == due.SENT else gettext("Being sent")
        count = numbers.number(written, languages.current())
        return state, ngettext(
            "Written to %(count)s person on %(when)s", "Written to %(count)s people on %(when)s", written,
            count=count, when=at,
        )  # fmt: skip
    if standing == due.STOPPED:
        return gettext("Stopped"), _cut_short(schedule, shown, written, at)
    if shown.status != "published":
        return gettext("On"), gettext("Once the cohort is published, it goes out on %(when)s", when=at)
    return gettext("On"), gettext("It goes out on %(when)s", when=at)


def _cut_short(schedule: Schedule, shown: DeskCohort, written: int, at: Markup) -> str:
    why = gettext("the cohort was cancelled") if schedule.kind == due.REMINDER else gettext("the cohort was archived")
    if shown.status == "published":
        why = gettext("the first session began")
    said = ngettext(
        "Written to %(count)s person on %(when)s, and to nobody else: %(why)s.",
        "Written to %(count)s people on %(when)s, and to nobody else: %(why)s.", written,
        count=numbers.number(written, languages.current()), when=at, why=why,
    )  # fmt: skip
    return str(said)


def _when(schedule: Schedule, shown: DeskCohort) -> Markup:
    at = schedule.fired_at or schedules.due_at(schedule)
    return when.day_and_time(at, shown.timezone, languages.current())
