"""A block of text between questions; it asks nothing."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core.text import words
from cohorts.questions.types.base import QuestionType
from cohorts.questions.wordings import Wording


class TextBlock(QuestionType):
    """A block of text."""

    name, title, rank = "text", _l("Text"), 91
    asks = False
    settings = frozenset({"text"})

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """It says something."""
        if not words(wording.text, "en"):
            yield "text", gettext("Write the text.")
