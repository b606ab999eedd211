"""What happens to a question as a whole: moved, duplicated, deleted, brought back."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from cohorts.core.errors import Missing, Refusal
from cohorts.core.forms import Form
from cohorts.organizer import asking, blueprint, by, form_places
from cohorts.organizer.buttons import pressed
from cohorts.organizer.form import arranged
from cohorts.questions import questions
from cohorts.questions.errors import AlreadyDeleted
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import answered

UP, DOWN = "up", "down"


@blueprint.post("/questions/<int:question_id>/place", endpoint="question_place")
def move(question_id: int) -> ResponseReturnValue:
    """One place up or down, among those of its stage; the button keeps the focus."""
    place, question = form_places.of_question(question_id)
    way = UP if request.form.get("way") == UP else DOWN
    # Without an anchor: a browser that is led to one gives the focus to nothing.
    back = place.address("form", moved=question.id, way=way)
    return _pressed_quietly(lambda: arranged(place, _moved(place.form, question, way)), back, place.url)


@blueprint.post("/questions/<int:question_id>/copy", endpoint="question_copy")
def duplicate(question_id: int) -> ResponseReturnValue:
    """The same once more, right after it."""
    place, question = form_places.of_question(question_id)
    key = Form().key.data or None
    done = gettext("“%(name)s” is there twice now. Change what is to be different.", name=form_places.called(question))
    return pressed(lambda: questions.duplicate(question.id, by=by(), key=key), done, place.url)


@blueprint.route("/questions/<int:question_id>/deletion", methods=["GET", "POST"], endpoint="question_deletion")
def delete(question_id: int) -> ResponseReturnValue:
    """Ask it no more, asked once."""
    place, question = form_places.of_question(question_id)
    name = form_places.called(question)
    return asking.asked(
        Form(),
        lambda: questions.archive(question.id, by=by()),
        impossible=AlreadyDeleted() if question.archived_at else None,
        done=gettext("“%(name)s” is asked no more. You can bring it back from the end of this page.", name=name),
        back=place.url,
        question=lambda: {
            "title": gettext("Delete “%(name)s”?", name=name),
            "about": place.name,
            "consequence": _what_stays(question),
            "verb": gettext("Delete the question"),
            "tone": "danger filled",
            "keep": gettext("Keep it"),
        },
    )


@blueprint.post("/questions/<int:question_id>/return", endpoint="question_return")
def bring_back(question_id: int) -> ResponseReturnValue:
    """Ask a deleted one again."""
    place, question = form_places.of_question(question_id)
    done = gettext("“%(name)s” is asked again.", name=form_places.called(question))
    return pressed(lambda: questions.bring_back(question.id, by=by()), done, place.url)


def _moved(form: AskedForm, question: AskedQuestion, way: str) -> list[int]:
    order = [each.id for each in form.questions]
    of_stage = [each.id for each in form.of_stage(question.stage)]
    if question.id not in of_stage:
        raise Missing
    goes_to = of_stage.index(question.id) + (-1 if way == UP else 1)
    if 0 <= goes_to < len(of_stage):
        one, other = order.index(question.id), order.index(of_stage[goes_to])
        order[one], order[other] = order[other], order[one]
    return order


def _what_stays(question: AskedQuestion) -> str:
    count = answered.count(question.id)
    if not count:
        return str(gettext("Nobody has answered it yet. You can bring it back later."))
    sentence: str = ngettext(
        "%(num)d person has answered it. The answer stays, and you can bring the question back later.",
        "%(num)d people have answered it. The answers stay, and you can bring the question back later.",
        count,
    )
    return sentence


def _pressed_quietly(act: Callable[[], object], done: str, otherwise: str) -> ResponseReturnValue:
    """Do it and go on, or say why not: a button that keeps the focus needs no words of its own."""
    if not Form().validate():
        flash(gettext("This page waited too long, or cookies are off. Press the button again."), "bad")
        return redirect(otherwise)
    try:
        act()
    except Missing:
        raise
    except Refusal as refusal:
        flash(str(refusal), "bad")
        return redirect(otherwise)
    return redirect(done)
