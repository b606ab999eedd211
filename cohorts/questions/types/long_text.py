"""Several lines of text, with a limit in characters or in words."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from cohorts.core import languages, numbers, text
from cohorts.questions.fields import QuestionField
from cohorts.questions.types.base import QuestionType
from cohorts.questions.wordings import Wording

LONGEST, MOST_WORDS = 20_000, 3000
WORDS = "words"


class LongTextField(QuestionField):
    """Several lines, stored clean; too long a text stays as it is, with the count beside it."""

    control = "lines"

    @property
    def most(self) -> int | None:
        """The limit that the organizers chose."""
        return int(self.question.wording.max) if self.question.wording.max else None

    @property
    def counts_words(self) -> bool:
        """Whether the limit is in words."""
        return self.question.wording.unit == WORDS

    @property
    def limits(self) -> str:
        """`At most 300 words.`"""
        if not self.most:
            return ""
        most = numbers.number(self.most, languages.current())
        if self.counts_words:
            return str(gettext("At most %(most)s words.", most=most))
        return str(gettext("At most %(most)s characters.", most=most))

    def check(self) -> None:
        """Within the limit, and never more than what can be kept."""
        self.data = text.clean_text(self.data)
        words, characters = len(self.data.split()), len(self.data)
        if self.most and self.counts_words and words > self.most:
            raise ValidationError(gettext("Use at most %(most)d words; there are %(now)d.", most=self.most, now=words))
        most = min(LONGEST, self.most if self.most and not self.counts_words else LONGEST)
        if characters > most:
            raise ValidationError(
                gettext("Use at most %(most)d characters; there are %(now)d.", most=most, now=characters)
            )


class LongText(QuestionType):
    """Several lines of text."""

    name, title, rank = "long_text", _l("Long text"), 11
    field_class = LongTextField
    settings = frozenset({"max", "unit"})
    becomes = frozenset({"short_text"})

    def problems(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """A limit that can be kept."""
        if wording.unit not in ("characters", WORDS):
            yield "unit", gettext("Choose characters or words")
        most = MOST_WORDS if wording.unit == WORDS else LONGEST
        if wording.max is not None and not (1 <= wording.max <= most and wording.max == int(wording.max)):
            yield "max", gettext("Enter a whole number from 1 to %(most)d", most=most)
