"""Taking over somebody else's registration: the invited person agrees, by a link that only they have."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.activity import actors
from cohorts.core import clock, languages, requests
from cohorts.core.errors import Missing, Refusal
from cohorts.public import blueprint, keys, notices
from cohorts.questions import queries as forms
from cohorts.registrations import links, receiving, transfers
from cohorts.registrations.errors import InvitationEnded, InvitationUsed, NotActive
from cohorts.registrations.forms import InvitationForm, invitation_form
from cohorts.registrations.models import Transfer

MOST = 20
GONE = 410


@blueprint.get("/registrations/invitation/<token>")
def invitation_link(token: str) -> ResponseReturnValue:
    """Take the key out of the address and into the browser; changes nothing."""
    g.private = True
    found = transfers.invitation(*links.invited(token))
    reference = found.registration.reference
    kept = dict(list(session.get("invitations", {}).items())[-MOST + 1 :])
    session["invitations"] = {**kept, reference: [found.id, found.version]}
    return redirect(url_for("public.invitation", reference=reference))


@blueprint.get("/registrations/<reference>/invitation")
def invitation(reference: str) -> ResponseReturnValue:
    """What would be taken over, by when, and the form to agree with."""
    found = _held(reference)
    over = _why_over(found)
    if over is not None:
        return _ended(over)
    said = {"name": found.name, "language": found.language, "notice": notices.owner().privacy_notice_id}
    return _page(found, _asked(found)(data=said))


@blueprint.post("/registrations/<reference>/invitation")
def agree(reference: str) -> ResponseReturnValue:
    """Take it over: from now on it is theirs, and the link of who had it is dead."""
    found, notice_id = _held(reference), notices.owner().privacy_notice_id
    form = _sent(found)
    if not form.was_sent or receiving.removes(request.form):
        return _page(found, form)
    if not form.validate():
        return _page(found, form, 422)
    if form.asks_more:
        form.form_errors.append(gettext("What you chose leads to another question. Answer it too, then agree."))
        return _page(found, form, 422)
    if form.notice.data != str(notice_id):
        form.agree_anew(notice_id)
        return _page(found, form, 409)
    try:
        taken = transfers.agree(
            found.id, found.version, by=actors.applicant(found.registration_id), privacy_notice_id=notice_id,
            person=form.person(found.email), key=form.key.data, given=form.given,
        )  # fmt: skip
    except (InvitationEnded, InvitationUsed, NotActive) as refusal:
        return _ended(refusal)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(found, form, refusal.status)
    keys.give(taken)
    flash(gettext("The registration is yours. We sent you its link by email."), "good")
    return redirect(url_for("public.registration", reference=reference))


def _asked(found: Transfer) -> type[InvitationForm]:
    return invitation_form(forms.of_cohort(found.registration.cohort_id), languages.current())


def _sent(found: Transfer) -> InvitationForm:
    asked = _asked(found)
    requests.allow(receiving.room_for(asked.asked.of_stage(asked.stage)))
    form, cohort_id = asked(), found.registration.cohort_id
    if _why_over(found) is None:
        receiving.receive(form, cohort_id=cohort_id, sender=request.remote_addr or "")
    return form


def _held(reference: str) -> Transfer:
    g.private = True
    key = session.get("invitations", {}).get(reference)
    if key is None:
        raise Missing
    return transfers.invitation(*key)


def _why_over(found: Transfer) -> Refusal | None:
    if found.agreed_at is not None:
        return InvitationUsed()
    if clock.now() > found.ends_at:
        return InvitationEnded()
    return None if found.registration.is_active else NotActive()


def _ended(refusal: Refusal) -> ResponseReturnValue:
    return render_template("public/invitation_ended.html", sentence=str(refusal)), GONE


def _page(found: Transfer, form: InvitationForm, status: int = 200) -> ResponseReturnValue:
    page: dict[str, Any] = keys.shown(found.registration)
    # Of who has it now, the page tells nothing.
    standing, cohort = page["registration"], page["cohort"]
    return render_template(
        "public/invitation.html", form=form, cohort=cohort, privacy_html=notices.privacy_html(), email=found.email,
        standing={"state": standing.state, "position": standing.position, "deadline": standing.deadline},
        deadline=cohort.moment(found.ends_at), parts=form.parts(languages.current()), asked=form.asked,
    ), status  # fmt: skip
