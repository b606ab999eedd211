"""The link in the mail, and the links mailed again."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cohorts.core import addresses, limits
from cohorts.core.errors import Refusal
from cohorts.extensions import limiter
from cohorts.programs import queries
from cohorts.public import blueprint, keys, previews
from cohorts.public.shown import ShownCohort
from cohorts.registrations import finding, links
from cohorts.registrations.forms import AddressForm

MAILS_AN_HOUR = 5


@blueprint.get("/registrations/link/<token>")
def link(token: str) -> ResponseReturnValue:
    """Take the key out of the address and into the browser; changes nothing, scanners open every link."""
    g.private = True
    found = links.opened(token)
    keys.give(found)
    to = request.args.get("to", "")
    page = to if to in (links.ANSWERS, links.MORE_ANSWERS) else "registration"
    return redirect(url_for(f"public.{page}", reference=found.reference))


@blueprint.route("/registrations/find", methods=["GET", "POST"])
@limiter.limit("300/minute", methods=["POST"])
def find() -> ResponseReturnValue:
    """Mail the links of an address to it; the answer is the same whether there are any."""
    form = AddressForm()
    if not form.was_sent or not form.validate():
        return render_template("public/find.html", form=form), form.status
    try:
        limits.hit("find", addresses.canonical(form.email.data), limit=MAILS_AN_HOUR, seconds=3600)
        finding.send_links(form.email.data)
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("public/find.html", form=form), refusal.status
    previews.remember(form.email.data)
    return redirect(url_for("public.find_sent"))


@blueprint.get("/registrations/find/sent")
def find_sent() -> ResponseReturnValue:
    """Look into your mailbox."""
    return render_template("public/find_sent.html", message=previews.of_typed())


@blueprint.get("/registrations/mailbox")
@blueprint.get("/programs/<program>/<cohort>/mailbox")
def mailbox(program: str = "", cohort: str = "") -> ResponseReturnValue:
    """The owner of the address was written to; whoever typed it learns no more.

    Of a cohort that asks for proof of every address, it says by when.
    """
    shown = ShownCohort(*queries.public_cohort(program, cohort)) if cohort else None
    return render_template("public/mailbox.html", cohort=shown, message=previews.of_typed())
