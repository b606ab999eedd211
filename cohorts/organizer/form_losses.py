"""What a form would lose to another one, and what somebody else changed in it meanwhile."""

from typing import NamedTuple

from flask_babel import gettext, ngettext

from cohorts.organizer.form import numbers_in
from cohorts.organizer.form_places import called
from cohorts.questions import queries
from cohorts.questions.copies import Losses
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import answered


class Loss(NamedTuple):
    """A question that would be lost, and how many people have answered it."""

    name: str
    answers: str


class Lines(NamedTuple):
    """What a form would ask no more, and what it would ask in other words."""

    gone: list[Loss]
    reworded: list[Loss]


def lines(lost: Losses) -> Lines:
    """What would be lost, as a page lists it."""
    counts = answered.counts([question.id for question in (*lost.gone, *lost.reworded)])
    gone, reworded = ([_line(each, counts.get(each.id, 0)) for each in questions] for questions in lost)
    return Lines(gone, reworded)


def wordings_of(form: AskedForm) -> str:
    """The wordings that a form has now, for `changes`."""
    return ",".join(str(question.version_id) for question in form.questions)


def changes(now: AskedForm, seen: str | None, version: int) -> list[str]:
    """What is another since somebody saw these wordings, in a form of this version; empty where nothing is."""
    if version == now.version:
        return []
    known = queries.shown_before(now, numbers_in(seen))
    came = [gettext("“%(name)s” was added.", name=called(each)) for each in now.questions if each.id not in known]
    went = [gettext("“%(name)s” was deleted.", name=called(each)) for each in now.archived if each.id in known]
    other = [
        gettext("“%(name)s” was worded anew.", name=called(each))
        for each in now.questions
        if known.get(each.id, each.version_id) != each.version_id
    ]
    return [*came, *went, *other] or [gettext("The order changed, or what is asked beside the questions.")]


def _line(question: AskedQuestion, count: int) -> Loss:
    if not count:
        return Loss(called(question), gettext("nobody has answered it"))
    sentence = ngettext("%(num)d person has answered it", "%(num)d people have answered it", count)
    return Loss(called(question), sentence)
