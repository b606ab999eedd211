"""Yes or no."""

from collections.abc import Collection, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import catalogue
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.wordings import Wording

YES, NO = "yes", "no"


class RadiosField(QuestionField):
    """Radios whose words the type knows."""

    control = "radios"
    missing = _l("Choose one of these")
    other = None

    @property
    def options(self) -> Sequence[Choice]:
        """What can be chosen."""
        raise NotImplementedError

    @property
    def chosen(self) -> Collection[str]:
        """What is chosen."""
        return self.facts

    @property
    def facts(self) -> Sequence[str]:
        """The choice."""
        return (self.data,) if self.data else ()

    @property
    def first_control(self) -> str:
        """The first radio."""
        return f"{self.id}-0"

    def check(self) -> None:
        """One of the options."""
        if self.data not in {option.value for option in self.options}:
            raise ValidationError(gettext("Choose one of these"))

    def values(self) -> tuple[Value, ...]:
        """The choice."""
        return (Value(self.data),) if self.data else ()


class YesNoField(RadiosField):
    """Two radios."""

    missing = _l("Choose yes or no")

    @property
    def options(self) -> Sequence[Choice]:
        """Yes and no."""
        return yes_and_no(self.language)


class YesNo(QuestionType):
    """Yes or no."""

    name, title, rank = "yes_no", _l("Yes or no"), 32
    field_class = YesNoField
    summary = COUNTS

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:  # noqa: ARG002
        """Yes and no."""
        return yes_and_no(language)


def yes_and_no(language: str) -> list[Choice]:
    """Both, in a language."""
    words = catalogue.translations(language)
    return [Choice(YES, words.gettext("Yes")), Choice(NO, words.gettext("No"))]
