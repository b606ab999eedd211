"""A consent: its text, and a box; the agreement is kept with the wording and the time."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from cohorts.core import catalogue, markdown
from cohorts.core.text import words
from cohorts.questions.fields import QuestionField, Value
from cohorts.questions.types.base import COUNTS, Choice, QuestionType
from cohorts.questions.wordings import Wording

AGREED = "agreed"


class ConsentField(QuestionField):
    """A box to tick; anything that a browser sends for a ticked one counts."""

    control = "consent"
    missing = _l("To go on, agree to this")

    @property
    def terms(self) -> Markup:
        """What people agree to."""
        return markdown.shown(self.question.wording.text_html, self.language)

    @property
    def facts(self) -> Sequence[str]:
        """Agreed, or nothing."""
        return (AGREED,) if self.data else ()

    def values(self) -> tuple[Value, ...]:
        """Agreed."""
        return (Value(AGREED),) if self.data else ()


class Consent(QuestionType):
    """A consent."""

    name, title, rank = "consent", _l("Consent"), 70
    field_class = ConsentField
    settings = frozenset({"text"})
    summary = COUNTS

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """People can read what they agree to."""
        if not words(wording.text, "en"):
            yield "text", gettext("Write what people agree to.")

    def choices(self, wording: Wording, language: str) -> Sequence[Choice]:  # noqa: ARG002
        """Agreed."""
        return [Choice(AGREED, catalogue.translations(language).gettext("Agreed"))]
