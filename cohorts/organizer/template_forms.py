"""The form in which the words of a message are written, in each language of its place."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from cohorts.core.errors import Missing
from cohorts.core.forms import Form, Line, Lines
from cohorts.messages import editing, writing
from cohorts.messages.editing import Written
from cohorts.messages.errors import SUBJECT, Problem
from cohorts.messages.kinds import Kind
from cohorts.organizer import comparing
from cohorts.organizer.template_places import TemplatePlace

LABELS: Mapping[str, tuple[Any, Any]] = {
    "en": (_l("Subject in English"), _l("Message in English")),
    "fr": (_l("Subject in French"), _l("Message in French")),
}


class TemplateForm(Form):
    """Subject, message and version of each language; made by `made`."""

    shown: tuple[str, ...] = ()

    def typed(self, language: str) -> tuple[str, str]:
        """Subject and message as they stand in the form."""
        return self[f"subject_{language}"].data or "", self[f"body_{language}"].data or ""

    def is_touched(self, language: str) -> bool:
        """Whether somebody changed the words of a language since the form was drawn."""
        return bool(fingerprint(*self.typed(language)) != self[f"drawn_{language}"].data)

    def complain(self, language: str, problem: Problem) -> None:
        """Say what is wrong at its field."""
        field = self[f"{'subject' if problem.line == SUBJECT else 'body'}_{language}"]
        said = str(problem.sentence) if problem.line == SUBJECT else f"{problem.where}: {problem.sentence}"
        field.errors = [*field.errors, said]


def made(place: TemplatePlace, kind: Kind, *, earlier: int | None = None) -> TemplateForm:
    """The form with the words in force, or with those of an `earlier` time in their language."""
    values = filled(place, kind)
    for words in editing.earlier(place.owner, kind.key) if earlier else ():
        if words.id == earlier and words.language in place.languages:
            values |= {f"subject_{words.language}": words.subject, f"body_{words.language}": words.body}
    return _class(tuple(place.languages))(data=values)


def filled(place: TemplatePlace, kind: Kind) -> dict[str, Any]:
    """What is saved now, by the names of the fields."""
    values: dict[str, Any] = {}
    for language in place.languages:
        words = place.in_force[kind.key, language]
        values |= {f"subject_{language}": words.subject, f"body_{language}": words.body}
        values[f"version_{language}"] = place.version(kind.key, language)
        values[f"drawn_{language}"] = fingerprint(words.subject, words.body)
    return values


def sound(form: TemplateForm, place: TemplatePlace, kind: Kind) -> bool:
    """Whether the words can be sent; what is wrong stands at the fields."""
    found = [
        (language, problem)
        for language in form.shown
        for problem in writing.problems(*form.typed(language), kind=kind, answers=place.answers)
    ]
    for language, problem in found:
        form.complain(language, problem)
    return not found


def written(form: TemplateForm, place: TemplatePlace, kind: Kind) -> dict[str, Written]:
    """What was typed in each language that was touched; what says the same as the words above is none of one's own."""
    return {language: _written(form, place, kind, language) for language in form.shown if form.is_touched(language)}


def fingerprint(subject: str, body: str) -> str:
    """By which the form knows later whether its words were changed."""
    return hashlib.sha256(writing.source(subject, body).encode()).hexdigest()[:16]


def differences(form: TemplateForm, place: TemplatePlace, kind: Kind) -> list[comparing.Difference]:
    """What somebody else saved meanwhile; saving again puts what was typed in its place.

    A language that only they touched is theirs: the form takes their words over.
    """
    values = filled(place, kind)
    for language in form.shown:
        if not form.is_touched(language):
            for name in (f"subject_{language}", f"body_{language}", f"drawn_{language}"):
                form[name].data = values[name]
    found = comparing.differences(form, type(form)(formdata=None, data=values))
    for language in form.shown:
        form[f"version_{language}"].data = values[f"version_{language}"]
    return found


def _written(form: TemplateForm, place: TemplatePlace, kind: Kind, language: str) -> Written:
    version = comparing.number(form[f"version_{language}"].data)
    if version is None:
        raise Missing
    subject, body = form.typed(language)
    above = place.above(kind.key, language)
    is_above = writing.source(subject, body) == writing.source(above.subject, above.body)
    return Written(subject, body, version, is_above)


def _class(shown: tuple[str, ...]) -> type[TemplateForm]:
    fields: dict[str, Any] = {"shown": shown}
    for language in shown:
        subject, body = LABELS[language]
        fields[f"subject_{language}"] = Line(subject, at_most=writing.LONGEST_SUBJECT)
        fields[f"body_{language}"] = Lines(body, at_most=writing.LONGEST_BODY)
        fields[f"version_{language}"] = HiddenField()
        fields[f"drawn_{language}"] = HiddenField()
    return type("TemplateForm", (TemplateForm,), fields)
