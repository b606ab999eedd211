"""Bringing a registration back."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.core import languages, numbers
from cohorts.core.forms import Form
from cohorts.organizer import blueprint, by
from cohorts.organizer.asking import asked
from cohorts.programs.models import Seats
from cohorts.registrations import entries, queries, reinstatements, states
from cohorts.registrations.errors import CannotMove
from cohorts.registrations.models import Registration


@blueprint.route("/registrations/<reference>/reinstatement", methods=["GET", "POST"], endpoint="reinstatement")
def of_registration(reference: str) -> ResponseReturnValue:
    """To where whoever registers now would stand."""
    found, form = queries.by_reference(reference), Form()
    return asked(
        form,
        lambda: _reinstate(found.id, form),
        done=gettext("The registration is back. A message to the applicant is on its way."),
        back=url_for("organizer.registration", reference=reference),
        impossible=CannotMove(found.name, found.state) if found.is_active else None,
        question=lambda: {
            "title": gettext("Bring back the registration of %(name)s?", name=found.name), "about": found.name,
            "consequence": _consequence(found, queries.seats_of([found.cohort_id])[found.cohort_id]),
            "verb": gettext("Bring it back"), "keep": gettext("Leave it as it is"),
        },
    )  # fmt: skip


def _reinstate(registration_id: int, form: Form) -> None:
    reinstatements.reinstate(registration_id, by=by(), key=form.key.data)


def _consequence(found: Registration, seats: Seats) -> str:
    sentences = {
        states.CONFIRMED: gettext("A seat is free: the person has it at once. A message tells them."),
        states.OFFERED: gettext("A seat is free: it is held until the person confirms the address."),
        states.WAITLISTED: gettext(
            "The person joins the end of the waiting list, as no. %(position)s. A message tells them.",
            position=numbers.number(seats.waiting + 1, languages.current()),
        ),
        states.PENDING: gettext("The registration waits for your decision again."),
    }
    return str(sentences[entries.state(found, seats, found.cohort)])
