"""Saving a form to go on with it later, by a link in a mail."""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from cohorts.core.errors import Missing, Refusal
from cohorts.core.languages import current
from cohorts.extensions import limiter
from cohorts.programs import queries
from cohorts.public import blueprint, held_drafts, previews, uploads
from cohorts.public.walks import Walk
from cohorts.registrations import drafts
from cohorts.registrations.forms import AddressForm

GONE = 410


@blueprint.route("/programs/<program>/<cohort>/register/save", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
def save(program: str, cohort: str) -> ResponseReturnValue:
    """Mail the link to what was typed, to whichever address: whether we know it, the answer does not say."""
    walk = Walk(program, cohort)
    typed = held_drafts.typed(walk.cohort_id)
    if typed is None:
        return redirect(walk.url(1))
    form = AddressForm(data={"email": MultiDict(typed).get("email", "")})
    if not form.was_sent or not form.validate():
        return _page(form, walk, form.status)
    try:
        key = held_drafts.key_of(walk.cohort_id)
        drafts.mail(walk.cohort_id, key, address=form.email.data, language=current())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, walk, refusal.status)
    previews.remember(form.email.data)
    return redirect(url_for("public.saved", program=program, cohort=cohort))


@blueprint.get("/programs/<program>/<cohort>/register/saved")
def saved(program: str, cohort: str) -> ResponseReturnValue:
    """Look into your mailbox."""
    walk = Walk(program, cohort)
    return render_template("public/saved.html", cohort=walk.shown, walk=walk, message=previews.of_typed())


@blueprint.get("/registrations/draft/<token>")
def draft(token: str) -> ResponseReturnValue:
    """Take the key out of the address and into the browser; changes nothing, scanners open every link."""
    g.private = True
    cohort_id, key = drafts.opened(token)
    found = queries.cohorts_by_id([cohort_id]).get(cohort_id)
    if found is None:
        raise Missing
    walk = Walk(found.program.slug, found.slug)
    if not key:
        return render_template("public/draft_gone.html", cohort=walk.shown), GONE
    held_drafts.hold(cohort_id, key)
    return _where_one_stopped(walk)


def _where_one_stopped(walk: Walk) -> Response:
    form = walk.filled(held_drafts.typed(walk.cohort_id) or [])
    uploads.find(form)
    return redirect(walk.url(walk.first_wrong(form) or walk.last))


def _page(form: AddressForm, walk: Walk, status: int) -> ResponseReturnValue:
    back = walk.url(1)
    return render_template("public/save.html", form=form, cohort=walk.shown, back_url=back), status
