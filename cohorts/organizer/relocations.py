"""Moving a registration to another cohort of its program."""

from collections.abc import Sequence

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.core import clock, languages, numbers
from cohorts.core.text import words
from cohorts.organizer import blueprint, by
from cohorts.organizer.asking import asked
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import queries as programs
from cohorts.questions import queries as forms
from cohorts.registrations import entries, queries, relocations, said, states
from cohorts.registrations.desk_forms import RelocationForm
from cohorts.registrations.errors import NotActive
from cohorts.registrations.models import Registration
from cohorts.registrations.said import Said


@blueprint.route("/registrations/<reference>/move", methods=["GET", "POST"], endpoint="relocation")
def of_registration(reference: str) -> ResponseReturnValue:
    """Out of this cohort and into another one, as if they registered there now."""
    found, form = queries.by_reference(reference), RelocationForm()
    choices = _choices(found)
    form.offer(choices)
    return asked(
        form,
        lambda: _move(found, form),
        done=gettext("The registration is moved. A message to the applicant is on its way."),
        back=url_for("organizer.registration", reference=reference),
        impossible=None if found.is_active else NotActive(),
        question=lambda: {
            "title": gettext("Move %(name)s to another cohort", name=found.name), "about": found.name,
            "consequence": gettext(
                "The seat or place here goes on. There, the person stands where whoever registers now would stand. "
                "Answers go along, with their files, where the other cohort asks the same; a consent only in the same "
                "words. What else was answered stays with this registration."
            ) if choices else gettext("The program has no other cohort to move to."),
            "verb": gettext("Move"), "keep": gettext("Leave it as it is"),
            "asked": [{"field": form.to}] if choices else [],
        },
    )  # fmt: skip


def _move(found: Registration, form: RelocationForm) -> str:
    reference = relocations.move(found.id, to=form.to.data, by=by(), key=form.key.data or "")
    return url_for("organizer.registration", reference=reference)


def _choices(found: Registration) -> list[tuple[int, str]]:
    ahead = [
        (cohort, seats)
        for cohort, seats in programs.all_of_program(found.cohort.program)
        if cohort.id != found.cohort_id and cohort.status == "published" and cohort.ends_at > clock.now()
    ]
    ahead.sort(key=lambda row: (row[0].starts_at, row[0].id))
    answers = said.of(found.id)
    return [
        (cohort.id, _label(DeskCohort(cohort, seats), found) + _taken(answers, cohort.id)) for cohort, seats in ahead
    ]


def _taken(answers: Sequence[Said], cohort_id: int) -> str:
    if not answers:
        return ""
    taken = len(said.fitting(answers, forms.of_cohort(cohort_id)))
    sentence = ngettext(
        "%(taken)s of %(num)d answer goes along",
        "%(taken)s of %(num)d answers go along",
        len(answers),
        taken=numbers.number(taken, languages.current()),
    )
    return f" ({sentence})"


def _label(cohort: DeskCohort, found: Registration) -> str:
    position = numbers.number(cohort.waiting + 1, languages.current())
    follows = {
        states.CONFIRMED: gettext("a seat at once"),
        states.OFFERED: gettext("a seat, once it is accepted"),
        states.WAITLISTED: gettext("no. %(position)s on the waiting list", position=position),
        states.PENDING: gettext("to review"),
    }[entries.state(found, cohort.seats, cohort.cohort)]
    title = words(cohort.title, languages.current())
    return str(gettext("%(cohort)s, %(dates)s: %(what)s", cohort=title, dates=cohort.dates, what=follows))
