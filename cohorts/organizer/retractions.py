"""Taking an offer back."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.organizer import blueprint, by
from cohorts.organizer.asking import asked
from cohorts.registrations import offers, queries, states
from cohorts.registrations.desk_forms import RetractionForm
from cohorts.registrations.errors import CannotMove


@blueprint.route("/registrations/<reference>/retraction", methods=["GET", "POST"], endpoint="retraction")
def of_registration(reference: str) -> ResponseReturnValue:
    """Back to the end of the line; the seat goes on."""
    found, form = queries.by_reference(reference), RetractionForm()
    return asked(
        form,
        lambda: offers.retract(found.id, by=by(), reason=form.reason.data or "", key=form.key.data),
        done=gettext("The offer is taken back. A message to the applicant is on its way."),
        back=url_for("organizer.registration", reference=reference),
        impossible=CannotMove(found.name, found.state) if found.state != states.OFFERED else None,
        question=lambda: {
            "title": gettext("Take back the offer to %(name)s?", name=found.name), "about": found.name,
            "consequence": gettext("%(name)s goes to the end of the waiting list.", name=found.name),
            "verb": gettext("Take the offer back"), "keep": gettext("Keep the offer"), "tone": "danger filled",
            "asked": [{
                "field": form.reason, "optional": True, "hint": gettext("It stands in the message as you write it."),
            }],
        },
    )  # fmt: skip
