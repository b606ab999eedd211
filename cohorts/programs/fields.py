"""Fields of the organizers' forms: texts in two languages, slugs, addresses, choices, numbers, dates and times."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from cohorts.core import addresses, languages, numbers
from cohorts.core.errors import Refusal
from cohorts.core.forms import Line
from cohorts.core.text import clean_line
from cohorts.programs import schedule, slugs, written
from cohorts.programs.models import MOST_SEATS


def bilingual(label: Any, kind: type = Line, *, required: Any = None, **kwargs: Any) -> FormField:
    """A text in English and French; `required` is what to say where it has no words in either."""

    class Texts(Form):  # type: ignore[misc]
        en = kind(_l("%(what)s in English", what=label), **kwargs)
        fr = kind(_l("%(what)s in French", what=label), **kwargs)

        def validate(self, extra_validators: Any = None) -> bool:
            valid = bool(super().validate(extra_validators))
            if required and not (self.en.data or self.fr.data):
                self.en.errors = [str(required)]
            return valid and not self.en.errors

        @property
        def data(self) -> dict[str, str]:
            return {name: words for name, words in super().data.items() if words}

    return FormField(Texts, label)


class Slug(Line):
    """A word for the address."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Well-formed, and no word of ours."""
        super().__init__(label, at_most=slugs.LONGEST, required=_l("Write a word for the address"), **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Say what is wrong with it."""
        if self.data and not slugs.is_well_formed(self.data):
            raise ValidationError(gettext("Use small letters without accents, digits and hyphens, such as ottawa-2026"))
        if self.data and not slugs.is_free(self.data):
            raise ValidationError(gettext("This word has a page of its own. Choose another one."))


class Contact(Line):
    """An address that people may write to."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """`required` is what to say where there is none."""
        super().__init__(label, at_most=addresses.LONGEST, **kwargs)

    def post_validate(self, _form: Any, stopped: bool) -> None:
        """Say so where mail could not arrive."""
        if self.data and not stopped:
            try:
                self.data = addresses.check(self.data)
            except addresses.InvalidAddress as error:
                raise ValidationError(str(error)) from error


class Link(Line):
    """The address of a page elsewhere."""

    def post_validate(self, _form: Any, _stopped: bool) -> None:
        """Only what a browser opens as a page."""
        if self.data and not self.data.startswith(("https://", "http://")):
            raise ValidationError(gettext("Start the link with https://"))


class Choice(RadioField):  # type: ignore[misc]
    """One of a few words."""

    def __init__(self, label: Any, named: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """Offers these (value, words); the first is chosen where nothing is said."""
        choices = [SelectChoice(*each) for each in named]
        super().__init__(label, choices=choices, default=named[0][0], **kwargs)

    def pre_validate(self, _form: Any) -> None:
        """Only what is offered."""
        if self.data not in {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(gettext("Choose one of these"))


class _Typed(StringField):  # type: ignore[misc]
    """A value that people type; what cannot be read stays as it was typed."""

    read: Callable[[str], Any]
    show: Callable[[Any], str]
    unreadable: Any
    control = "text"

    def __init__(self, label: Any, *, required: Any = None, **kwargs: Any) -> None:
        """`required` is what to say where there is nothing."""
        self.required = required
        super().__init__(label, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; remember what was typed."""
        self.data, typed = None, clean_line(valuelist[0]) if valuelist else ""
        self.raw_data = [typed]
        if typed:
            try:
                self.data = self.read(typed)
            except ValueError as error:
                raise ValueError(str(self.unreadable)) from error

    def pre_validate(self, _form: Any) -> None:
        """Say so where nothing was written."""
        if self.process_errors:
            raise StopValidation
        if self.required and self.data is None:
            raise StopValidation(str(self.required))

    def _value(self) -> str:
        if self.data is not None:
            return type(self).show(self.data)
        return self.raw_data[0] if self.raw_data else ""

    @property
    def kind(self) -> str:
        """The control that can show its value: a native one would hide what it cannot read."""
        return "text" if self.data is None and self._value() else self.control


class Day(_Typed):
    """A date."""

    read, show, control = staticmethod(written.day), staticmethod(date.isoformat), "date"
    unreadable = _l("Write the date as year, month and day, such as 2026-11-28")

    def post_validate(self, _form: Any, stopped: bool) -> None:
        """Say so where nobody can mean that year."""
        if self.data and not stopped:
            try:
                schedule.refuse_unlikely(self.data)
            except Refusal as refusal:
                raise ValidationError(str(refusal)) from refusal


class Hour(_Typed):
    """A time of day."""

    read, control = staticmethod(written.hour), "time"
    show = staticmethod(lambda value: time.isoformat(value, "minutes"))
    unreadable = _l("Write the time with its minutes, or with a.m. or p.m., such as 13:30 or 9 a.m.")


class Count(_Typed):
    """A whole number."""

    show = staticmethod(str)

    def __init__(self, label: Any, *, least: int = 1, most: int = MOST_SEATS, **kwargs: Any) -> None:
        """From `least` to `most`."""
        self.least, self.most = least, most
        shown = [numbers.number(each, languages.current()) for each in (least, most)]
        self.unreadable = _l("Write a whole number from %(least)s to %(most)s", least=shown[0], most=shown[1])
        super().__init__(label, **kwargs)

    def read(self, typed: str) -> int:
        """The number; raises ValueError."""
        number = int(typed.replace("\u00a0", "").replace(" ", ""))
        if not self.least <= number <= self.most:
            raise ValueError(typed)
        return number
