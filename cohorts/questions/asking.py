"""The WTForms form made from questions, and what was answered in it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, TypeVar

from flask_babel import gettext
from wtforms import HiddenField

from cohorts.core import text
from cohorts.core.forms import Form
from cohorts.questions import conditions, queries, types
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.wordings import NOTHING, AskedForm, AskedQuestion

MOST_KEPT = 64
REGISTRATION, AFTER_SEAT = "registration", "after_seat"


class Given(NamedTuple):
    """What was answered to one question: in which wording, and the rows of the answer."""

    question: AskedQuestion
    version_id: int
    values: tuple[Value, ...]


class AskingForm(Form):
    """A form with the questions of organizers among its own; `form_of` makes the class for one form."""

    asked: ClassVar[AskedForm] = NOTHING
    stage: ClassVar[str] = REGISTRATION
    _fields: dict[str, Any]

    # The wordings that the page showed: an answer is kept with the one that was read.
    shown_versions = HiddenField()

    @property
    def questions(self) -> Iterator[QuestionField]:
        """The fields of questions, in order."""
        for question in self.asked.of_stage(self.stage):
            if types.of(question.wording.type).asks:
                yield self._fields[question.name]

    @property
    def visible(self) -> Collection[str]:
        """The keys of what is asked, given what was typed: conditions are decided here, not in the page."""
        facts = {field.question.key: field.facts for field in self.questions}
        return conditions.asked(self.asked.of_stage(self.stage), facts)

    @property
    def versions_now(self) -> str:
        """The wordings that a page shows now."""
        return " ".join(str(question.version_id) for question in self.asked.of_stage(self.stage))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all that is asked is answered well; a consent only in the wording that was read."""
        self.hide()
        is_right = bool(super().validate(extra_validators)) & self._consents_were_read()
        _name_what_went(self.questions)
        return is_right

    def validate_part(self, names: Collection[str]) -> bool:
        """Whether the fields of these names are right; the others may still be empty."""
        everything = self._fields
        self.hide()
        self._fields = {name: field for name, field in everything.items() if name in names}
        try:
            is_right = super().validate()
        finally:
            self._fields = everything
        is_right &= self._consents_were_read(names)
        _name_what_went(field for field in self.questions if field.name in names)
        return is_right

    def hide(self) -> None:
        """Set aside what is not asked, given what was typed."""
        visible = self.visible
        for field in self.questions:
            field.is_hidden = field.question.key not in visible

    @property
    def given(self) -> list[Given]:
        """The answers to what is asked, of a form that is right."""
        shown = self._shown
        # Spaces, and three empty boxes of a date, say nothing.
        said = [field for field in self.questions if not (field.is_hidden or field.is_blank)]
        found = [(field.question, field.values()) for field in said]
        return [
            Given(question, shown.get(question.id, question.version_id), values) for question, values in found if values
        ]

    @property
    def _shown(self) -> dict[int, int]:
        sent = self.shown_versions.data or ""
        ids = [int(each) for each in sent.split()[:1000] if each.isascii() and each.isdigit() and len(each) < 10]
        return queries.shown_before(self.asked, ids)

    def _consents_were_read(self, names: Collection[str] | None = None) -> bool:
        consents = [
            field
            for field in self.questions
            if field.control == "consent" and not field.is_hidden and field.data
            and (names is None or field.name in names)
        ]  # fmt: skip
        read = self._shown if consents else {}
        unread = [field for field in consents if read.get(field.question.id) != field.question.version_id]
        for field in unread:
            field.data = ""
            field.errors = [gettext("The wording changed while you wrote. Read it and agree again.")]
        return not unread


def _name_what_went(fields: Iterable[QuestionField]) -> None:
    """Where somebody chose what was an option of an earlier wording, say so, and which it was."""
    for field in fields:
        offered = {option.value for option in field.question.wording.options}
        unknown = set(field.facts) - offered if field.errors and offered else ()
        before = reversed(queries.options_of(field.question.id)) if unknown else ()
        gone = [option for options in before for option in options if option.value in unknown]
        if gone:
            it = text.words(gone[0].label, field.language)
            field.errors = [
                gettext("The form changed while you wrote: “%(option)s” is no longer offered. Choose again.", option=it)
            ]


F = TypeVar("F", bound=AskingForm)


@lru_cache(maxsize=MOST_KEPT)
def form_of(base: type[F], form: AskedForm, language: str, stage: str = REGISTRATION) -> type[F]:
    """The class of a form with its questions; kept per version and language, since making one costs milliseconds."""
    fields = {
        question.name: _unbound(question, language)
        for question in form.of_stage(stage)
        if types.of(question.wording.type).asks
    }
    return type(base.__name__, (base,), {**fields, "asked": form, "stage": stage})


def _unbound(question: AskedQuestion, language: str) -> Any:
    return types.of(question.wording.type).field(question, language)


def typed(answers: Sequence[Given]) -> list[tuple[str, str]]:
    """What somebody would type to give these answers: names and values for the form."""
    return [
        (given.question.name + suffix, text)
        for given in answers
        for suffix, text in types.of(given.question.wording.type).typed(given.values)
    ]
