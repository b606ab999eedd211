"""Long lists that everybody knows, such as countries: their names, and the field that asks for one."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from markupsafe import Markup
from wtforms.validators import ValidationError

from cohorts.core.text import fold
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import Choice

_OPTION = Markup('<option value="{}">{}</option>')


class KnownList:
    """Names by code, in the order of one language; drawn once, since drawing 250 options costs a millisecond."""

    def __init__(self, names: Mapping[str, str], first: Sequence[str]) -> None:
        """`first`: the codes that most people look for."""
        rest = sorted((code for code in names if code not in first), key=lambda code: fold(names[code]))
        self.choices = [Choice(code, names[code]) for code in (*first, *rest)]
        self.names = dict(self.choices)
        self._tags = Markup().join(_OPTION.format(*choice) for choice in self.choices)

    def tags(self, chosen: str) -> Markup:
        """The options as HTML, one of them selected."""
        if chosen not in self.names:
            return self._tags
        plain = f'value="{chosen}"'
        return Markup(str(self._tags).replace(plain, f"{plain} selected", 1))


class KnownField(QuestionField):
    """One of a known list, in the page's language."""

    control = "known"

    @property
    def known(self) -> KnownList:
        """The list."""
        raise NotImplementedError

    @property
    def tags(self) -> Markup:
        """Its options as HTML."""
        return self.known.tags(self.data or "")

    @property
    def facts(self) -> Sequence[str]:
        """The code."""
        return (self.data,) if self.data else ()

    def check(self) -> None:
        """One of the list."""
        if self.data not in self.known.names:
            raise ValidationError(gettext("Choose one of this list"))

    def values(self) -> tuple[Value, ...]:
        """The code."""
        return (Value(self.data),) if self.data else ()
