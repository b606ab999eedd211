"""Handing a registration over to another person, who agrees by mail."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.organizer import blueprint, by
from cohorts.organizer.asking import asked
from cohorts.organizer.buttons import pressed
from cohorts.registrations import queries, transfers
from cohorts.registrations.desk_forms import TransferForm
from cohorts.registrations.errors import NotActive


@blueprint.route("/registrations/<reference>/transfer", methods=["GET", "POST"], endpoint="transfer")
def propose(reference: str) -> ResponseReturnValue:
    """Invite the new person; until they agree, nothing changes."""
    found = queries.by_reference(reference)
    form = TransferForm(data={"language": found.language})
    return asked(
        form,
        lambda: transfers.propose(
            found.id, by=by(), name=form.name.data, email=form.email.data, language=form.language.data,
            key=form.key.data,
        ),
        done=gettext("The invitation is on its way. Until it is accepted, nothing changes."),
        back=url_for("organizer.registration", reference=reference),
        impossible=None if found.is_active else NotActive(),
        question=lambda: {
            "title": gettext("Hand over the registration of %(name)s", name=found.name), "about": found.name,
            "consequence": gettext("The new person agrees by email. No seat is freed or taken; the old link ends."),
            "verb": gettext("Send the invitation"), "keep": gettext("Leave it as it is"),
            "asked": [
                {"field": form.name}, {"field": form.email, "hint": gettext("The invitation goes there.")},
                {"field": form.language},
            ],
        },
    )  # fmt: skip


@blueprint.post("/registrations/<reference>/transfer/end", endpoint="end_transfer")
def call_off(reference: str) -> ResponseReturnValue:
    """End the open invitation."""
    found = queries.by_reference(reference)
    back = url_for("organizer.registration", reference=reference)
    return pressed(lambda: transfers.call_off(found.id, by=by()), gettext("The invitation is called off."), back)
