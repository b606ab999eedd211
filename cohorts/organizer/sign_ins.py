"""Signing in and out, and the browsers where one is signed in."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from cohorts.accounts import queries, sign_in
from cohorts.accounts.errors import LinkSpent
from cohorts.accounts.forms import SignInForm
from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.extensions import limiter
from cohorts.organizer import blueprint, me
from cohorts.organizer.paths import own_path


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@limiter.limit("120/minute", methods=["POST"])
def ask() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whoever asks."""
    form = SignInForm()
    if not form.was_sent or not form.validate():
        return _ask(form, form.status)
    try:
        sign_in.request_link(form.email.data, ip=request.remote_addr or "")
    except Refusal as refusal:
        form.refuse(refusal)
        return _ask(form, refusal.status)
    session["next"] = own_path(request.args.get("next"))
    return redirect(url_for("organizer.sign_in_sent"))


@blueprint.get("/sign-in/sent", endpoint="sign_in_sent")
def sent() -> ResponseReturnValue:
    """Look into your mailbox."""
    return render_template("organizer/sign_in_sent.html")


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"], endpoint="enter")
def enter(token: str) -> ResponseReturnValue:
    """A button; pressing it signs in. Opening the page changes nothing."""
    form = Form()
    asks_again = not form.validate() if form.was_sent else sign_in.is_usable(token)
    if asks_again:
        return render_template("organizer/enter.html", form=form), form.status
    try:
        if not form.was_sent:
            raise LinkSpent
        secret = sign_in.use_link(token, agent=request.user_agent.string)
    except LinkSpent as refusal:
        asking = SignInForm(formdata=None)
        asking.refuse(refusal)
        return _ask(asking, refusal.status)
    return _begin(secret)


@blueprint.post("/sign-out", endpoint="sign_out")
def leave() -> ResponseReturnValue:
    """End this sign-in."""
    account = me()
    if account is not None and Form().validate():
        sign_in.end(account.sign_in_id, user_id=account.id)
        session.clear()
        flash(gettext("You are signed out."), "good")
        return redirect(url_for("organizer.sign_in"))
    return _try_again()


@blueprint.get("/sign-ins", endpoint="sign_ins")
def index() -> ResponseReturnValue:
    """Where one is signed in."""
    account = me()
    if account is None:
        raise Missing
    return render_template("organizer/sign_ins.html", sign_ins=queries.sign_ins_of(account.id), form=Form())


@blueprint.post("/sign-ins/<int:sign_in_id>/end", endpoint="end_sign_in")
def end(sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    account = me()
    if account is None or sign_in_id not in {row.id for row in queries.sign_ins_of(account.id)}:
        raise Missing
    if not Form().validate():
        return _try_again()
    sign_in.end(sign_in_id, user_id=account.id)
    flash(gettext("That browser is signed out."), "good")
    return redirect(url_for("organizer.sign_ins"))


@blueprint.post("/sign-ins/others/end", endpoint="end_other_sign_ins")
def end_others() -> ResponseReturnValue:
    """End all of one's sign-ins but this one."""
    account = me()
    if account is None or not Form().validate():
        return _try_again()
    sign_in.end_others(account.sign_in_id, user_id=account.id)
    flash(gettext("All other browsers are signed out."), "good")
    return redirect(url_for("organizer.sign_ins"))


def _begin(secret: str) -> ResponseReturnValue:
    # Nothing of the visitor's session goes on, so that nobody can have fixed it.
    onward = own_path(session.get("next"))
    session.clear()
    session["_user_id"] = secret
    session.permanent = True
    return redirect(onward or url_for("organizer.overview"))


def _ask(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("organizer/sign_in.html", form=form), status


def _try_again() -> ResponseReturnValue:
    flash(gettext("This page waited too long, or cookies are off. Press the button again."), "bad")
    return redirect(url_for("organizer.sign_ins"))
