"""What the fields of all question types share: one value each, an own sentence for each mistake."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError

from cohorts.core import languages, text
from cohorts.core.forms import UNREADABLE
from cohorts.core.text import words
from cohorts.questions.wordings import AskedQuestion


class Value(NamedTuple):
    """A row of an answer: a choice, words, a number, or the token of an upload."""

    choice: str = ""
    text: str = ""
    number: float | None = None
    upload: str | None = None


class QuestionField(Field):  # type: ignore[misc]
    """The field of a question. A type's own class says what is missing, what is wrong, and what is kept."""

    # What draws it: the name of a branch in templates/components/question.html.
    control = "line"
    data: Any
    missing = ""
    # More attributes of the control: type, inputmode, autocomplete …
    attributes: ClassVar[Mapping[str, str]] = {}

    def __init__(self, question: AskedQuestion, language: str, **kwargs: Any) -> None:
        """Labelled in this language, else in whichever the question has."""
        self.question, self.language = question, language
        self.is_hidden = self.is_doubled = False
        super().__init__(text.words(question.wording.label, language), **kwargs)

    @classmethod
    def carried(cls, typed: str, language: str) -> str:  # noqa: ARG003
        """What was typed on a page in this language, so that it means the same on one in another."""
        return typed

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the one value as it was typed; another one is a mistake."""
        self.is_doubled = len(valuelist) > 1
        self.data = str(valuelist[0]) if valuelist else ""
        if languages.was_switched():
            self.data = self.carried(self.data, languages.other(self.language))

    def validate(self, form: Any, extra_validators: Iterable[Any] = ()) -> bool:  # noqa: ARG002
        """Whether the answer is right, where it is asked for at all; a hidden one is not looked at."""
        self.errors: list[str] = []
        if not self.is_hidden:
            try:
                self._check_whole()
            except ValidationError as mistake:
                self.errors = [str(mistake)]
        return not self.errors

    @property
    def help(self) -> str:
        """What helps to answer, in this language."""
        return words(self.question.wording.help, self.language)

    @property
    def limits(self) -> str:
        """What the control takes, in words, beside the help; empty where it says so by itself."""
        return ""

    @property
    def asked(self) -> str:
        """The question, as the list of mistakes repeats it."""
        return str(self.label.text)

    @property
    def first_control(self) -> str:
        """The id of the control that the list of mistakes leads to."""
        return str(self.id)

    @property
    def is_optional(self) -> bool:
        """Whether it may stay empty."""
        return not self.question.wording.required

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said."""
        return text.is_blank(self.data or "")

    @property
    def facts(self) -> Sequence[str]:
        """What conditions see of the answer."""
        return ()

    def check(self) -> None:
        """Clean what was said and keep it in `data`; raises ValidationError with the sentence."""

    def values(self) -> tuple[Value, ...]:
        """What is kept of an answer that is right; nothing where nothing was said."""
        return (Value(text=self.data),) if self.data else ()

    def _value(self) -> str:
        return str(self.data or "")

    def _check_whole(self) -> None:
        if self.is_doubled:
            raise ValidationError(gettext("Give one answer; there are several."))
        if self.is_blank:
            if not self.is_optional:
                raise ValidationError(str(self.missing) or gettext("Answer this question"))
            # Signs that cannot be seen are no answer, and are not kept as one.
            self.data = ""
            return
        if isinstance(self.data, str) and UNREADABLE & set(self.data):
            raise ValidationError(gettext("Some characters cannot be read. Type this again."))
        self.check()
