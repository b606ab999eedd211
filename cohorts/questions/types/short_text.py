"""A line of text."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import text
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.base import QuestionType
from cohorts.questions.wordings import Wording

LONGEST = 200


class ShortTextField(QuestionField):
    """One line, stored clean."""

    def check(self) -> None:
        """At most as long as the question says."""
        self.data = text.clean_line(self.data)
        most = int(self.question.wording.max or LONGEST)
        if len(self.data) > most:
            raise ValidationError(
                gettext("Use at most %(most)d characters; there are %(now)d.", most=most, now=len(self.data))
            )


class ShortText(QuestionType):
    """A line of text."""

    name, title, rank = "short_text", _l("Short text"), 10
    field_class = ShortTextField
    settings = frozenset({"max"})
    becomes = frozenset({"long_text"})

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """A line has between 1 and 200 characters."""
        if wording.max is not None and not (1 <= wording.max <= LONGEST and wording.max == int(wording.max)):
            yield "max", gettext("Enter a whole number from 1 to %(most)d", most=LONGEST)
