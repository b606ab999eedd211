"""Asking people to complete their answers: one of them, or all of a cohort who lack one."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.organizer import blueprint, by, cohorts
from cohorts.organizer.asking import asked
from cohorts.organizer.desk import DeskCohort
from cohorts.questions import queries as forms
from cohorts.registrations import completions, lacking, queries, said
from cohorts.registrations.models import Registration

MOST_NAMED = 200


@blueprint.post("/registrations/<reference>/completion", endpoint="completion")
def ask(reference: str) -> ResponseReturnValue:
    """Write to one person, unless that was done within a day."""
    found, form = queries.by_reference(reference), Form()
    back = redirect(url_for("organizer.registration", reference=reference))
    if not form.validate():
        flash(gettext("This page waited too long, or cookies are off. Press the button again."), "bad")
        return back
    try:
        is_asked = completions.ask(found.id, by=by(), key=form.key.data)
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal), "bad")
        return back
    if is_asked:
        flash(gettext("The message is on its way."), "good")
    else:
        flash(gettext("Nothing was sent: nothing is missing, or they were asked for it less than a day ago."), "plain")
    return back


@blueprint.route("/programs/<program>/<cohort>/completions", methods=["GET", "POST"], endpoint="completions")
def ask_all(program: str, cohort: str) -> ResponseReturnValue:
    """Ask once, with the names; then write to everybody who lacks an answer."""
    shown, form = cohorts.found(program, cohort), Form()
    back = shown.registrations_url

    def question() -> dict[str, object]:
        people = _lacking(shown)
        return {
            "title": ngettext(
                "Ask %(num)d person to complete their answers?", "Ask %(num)d people to complete their answers?",
                len(people),
            ) if people else gettext("Nobody lacks an answer"),
            "consequence": gettext(
                "Each gets one message that names what is missing, with a link to answer it. Their seats and places "
                "stay as they are. Who was asked for the same within a day gets none."
            ) if people else gettext("Whoever lacks an answer that must be given appears here."),
            "verb": gettext("Send the messages") if people else "", "about": gettext("Registrations"),
            "keep": gettext("Send nothing") if people else gettext("Back to the registrations"),
            "people": people[:MOST_NAMED], "asked": [],
        }  # fmt: skip

    return asked(
        form, lambda: _ask(shown.id, form), done=gettext("Whoever lacks an answer is written to."), back=back,
        question=question,
    )  # fmt: skip


def _ask(cohort_id: int, form: Form) -> None:
    completions.ask_all(cohort_id, by=by(), key=form.key.data)


def _lacking(cohort: DeskCohort) -> list[Registration]:
    asked_form = forms.of_cohort(cohort.id)
    people = queries.by_ids(lacking.ids(cohort.id, asked_form))
    answers = said.of_all(people)
    found = [each for each in people.values() if lacking.of(each, asked_form, answers.get(each.id, []))]
    return sorted(found, key=lambda each: each.name)
