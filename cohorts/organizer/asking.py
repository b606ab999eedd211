"""Pages that ask once before they act: what it leads to, a form, the act and what came of it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.organizer import languages


def asked(
    form: Form, act: Callable[[], str | None], *, done: str, back: str, question: Callable[[], dict[str, Any]],
    impossible: Refusal | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """Show the question; once it is answered well, do it, say that it is done and go back, or where `act` says.

    What is `impossible` is not asked about: it leads back, with why.
    """
    if impossible is not None and not form.was_sent:
        flash(str(impossible), "bad")
        return redirect(back)
    if "switch_language" in request.form:
        languages.choose(request.form["switch_language"])
    status = form.status
    if form.was_sent and form.validate():
        try:
            leads_to = act()
        except Missing:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            flash(done, "good")
            return redirect(leads_to or back)
    return render_template("organizer/question.html", form=form, back=back, **question()), status
