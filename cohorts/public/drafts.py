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
from cohorts.public.walks import KEY, Walk
from cohorts.registrations import drafts
from cohorts.registrations.forms import ActForm, AddressForm

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
    held_drafts.note_mailed(walk.cohort_id)
    return redirect(url_for("public.saved", program=program, cohort=cohort))


@blueprint.get("/programs/<program>/<cohort>/register/saved")
def saved(program: str, cohort: str) -> ResponseReturnValue:
    """Look into your mailbox."""
    walk = Walk(program, cohort)
    if not held_drafts.was_mailed(walk.cohort_id):
        return redirect(walk.url(1))
    return render_template("public/saved.html", cohort=walk.shown, walk=walk, message=previews.of_typed())


@blueprint.route("/registrations/draft/<token>", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
def draft(token: str) -> ResponseReturnValue:
    """Asks once, since scanners open every link; then only this browser goes on, not the one that began."""
    g.private = True
    cohort_id, key = drafts.opened(token)
    found = queries.cohorts_by_id([cohort_id]).get(cohort_id)
    if found is None:
        raise Missing
    walk = Walk(found.program.slug, found.slug)
    if not key:
        return render_template("public/draft_gone.html", cohort=walk.shown), GONE
    if held_drafts.key_of(cohort_id) != key:
        form = ActForm()
        if not form.was_sent or not form.validate() or not KEY.fullmatch(form.key.data):
            return render_template("public/draft.html", form=form, cohort=walk.shown), form.status
        held_drafts.hold(cohort_id, drafts.take_over(token, form.key.data).one_time_key)
    return _where_one_stopped(walk)


def _where_one_stopped(walk: Walk) -> Response:
    form = walk.filled(held_drafts.typed(walk.cohort_id) or [])
    uploads.find(form)
    return redirect(walk.url(walk.first_wrong(form) or walk.last))


def _page(form: AddressForm, walk: Walk, status: int) -> ResponseReturnValue:
    back = walk.url(1)
    return render_template("public/save.html", form=form, cohort=walk.shown, back_url=back), status
