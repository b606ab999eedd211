"""What all forms share: cleaned text, one voice for mistakes, a one-time key."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FormField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import StopValidation

from cohorts.core import catalogue, languages, text, tokens
from cohorts.core.errors import Refusal

UNREADABLE = {"\x00", "\ufffd"}


class Form(FlaskForm):  # type: ignore[misc]
    """A form that changes something; `key` makes a second press of its button harmless."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Words come from our catalogue; the library would read its own anew for each form."""

        def get_translations(self, _form: Any) -> Any:
            """The words of this request's language."""
            return catalogue.translations(languages.current())

    key = HiddenField(default=tokens.one_time)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well-formed; a lost session is said in our words."""
        valid = bool(super().validate(extra_validators))
        token = getattr(self, "csrf_token", None)
        if token is not None and token.errors:
            token.errors = [
                gettext(
                    "This page waited too long, or cookies are off. Everything is still here: send it again. "
                    "If this sentence comes back, allow cookies for this site."
                )
            ]
        return valid

    @property
    def was_sent(self) -> bool:
        """Whether its button was pressed; the language link of a form sends it only to have it back."""
        return bool(self.is_submitted()) and not languages.was_switched()

    @property
    def status(self) -> int:
        """The HTTP status with which the form is shown: 422 where it was sent and something is wrong."""
        return 422 if self.was_sent else 200

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal beside the field that it is about, else on top of the form."""
        if refusal.field and refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = [*field.errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    @property
    def problems(self) -> Iterator[tuple[str, str]]:
        """Each mistake as (id of its control or "", sentence), in the order of the page."""
        for sentence in self.form_errors:
            yield "", str(sentence)
        for field in self:
            yield from _problems_of(field)


def _problems_of(field: Field) -> Iterator[tuple[str, str]]:
    if hasattr(field, "entries"):
        for entry in field.entries:
            yield from _problems_of(entry)
        return
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _problems_of(inner)
        return
    hidden = isinstance(field, HiddenField)
    for sentence in field.errors:
        yield "" if hidden else _first_control(field), _told(field, str(sentence))


def _told(field: Field, sentence: str) -> str:
    # Of sixty questions, "Answer this question" says nothing by itself.
    asked = getattr(field, "asked", "")
    return f"{asked} – {sentence}" if asked else sentence


def _first_control(field: Field) -> str:
    # The field of a question says it by itself.
    if own := getattr(field, "first_control", ""):
        return str(own)
    # A group of choices has no control of its own name: its first choice takes the focus.
    return (
        f"{field.id}-0"
        if hasattr(field, "iter_choices") and field.widget.__class__.__name__ == "ListWidget"
        else field.id
    )


class Line(StringField):  # type: ignore[misc]
    """One line of text, stored clean; says so where it cannot be read or is too long."""

    def __init__(self, label: Any, *, at_most: int = 200, required: Any = None, **kwargs: Any) -> None:
        """`required` is the sentence shown where nothing was written."""
        self.at_most = at_most
        super().__init__(label, validators=_checks(at_most, required, kwargs), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, without its invisible noise."""
        if valuelist:
            self.data = text.clean_line(valuelist[0]) if _readable(valuelist[0]) else valuelist[0]


class Lines(TextAreaField):  # type: ignore[misc]
    """Several lines of text, stored clean."""

    def __init__(self, label: Any, *, at_most: int = 5000, required: Any = None, **kwargs: Any) -> None:
        """`required` is the sentence shown where nothing was written."""
        self.at_most = at_most
        super().__init__(label, validators=_checks(at_most, required, kwargs), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, without its invisible noise."""
        if valuelist:
            self.data = text.clean_text(valuelist[0]) if _readable(valuelist[0]) else valuelist[0]


Check = Callable[[Any, Any], None]


def _checks(at_most: int, required: Any, kwargs: dict[str, Any]) -> list[Check]:
    return [_written(required), _sound, _no_longer_than(at_most), *kwargs.pop("validators", [])]


def _written(required: Any) -> Check:
    def check(_form: Any, field: Any) -> None:
        if text.is_blank(field.data or ""):
            field.errors = []
            if required:
                raise StopValidation(str(required))
            field.data = ""
            raise StopValidation

    return check


def _sound(_form: Any, field: Any) -> None:
    if not _readable(field.data):
        raise StopValidation(str(_l("Some characters cannot be read. Type this again.")))


def _no_longer_than(at_most: int) -> Check:
    def check(_form: Any, field: Any) -> None:
        if len(field.data) > at_most:
            raise ValidationError(
                gettext("Use at most %(most)d characters; there are %(now)d.", most=at_most, now=len(field.data))
            )

    return check


def _readable(typed: str) -> bool:
    return not UNREADABLE & set(typed)
