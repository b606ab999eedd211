"""A form of questions on one page: it unfolds where an answer leads to questions that the page did not show."""

from collections.abc import Sequence

from wtforms import HiddenField

from cohorts.questions import types
from cohorts.questions.asking import AskingForm
from cohorts.questions.drawing import Block, Part, parts
from cohorts.questions.fields import QuestionField


class OnePageForm(AskingForm):
    """What is asked as things stand is drawn, and what a choice in the page reveals; the rest comes when it is sent."""

    # The names of the questions that the page showed.
    drawn = HiddenField()

    def parts(self, language: str) -> list[Part]:
        """What a page draws of it; remembers what it shows, and in which wordings."""
        asked = self.asked.of_stage(self.stage)
        found = [part for part in parts(self, asked, language) if not _is_fixed(part)]
        after = [*found, None][1:]
        shown = [part for part, next_ in zip(found, after, strict=True) if not (_heads(part) and _heads(next_))]
        self.drawn.data = " ".join(_names(shown))
        self.shown_versions.data = self.versions_now
        return shown

    @property
    def asks_more(self) -> bool:
        """Whether what was typed leads to questions that the page did not show."""
        drawn = (self.drawn.data or "").split()
        return any(not field.is_hidden and field.name not in drawn for field in self.questions)


def _is_fixed(part: Part) -> bool:
    # A question without a field is not asked here; only headings and texts stand without one.
    return isinstance(part.item, Block) and types.of(part.item.question.wording.type).asks


def _heads(part: Part | None) -> bool:
    return part is None or part.item.control == "section"


def _names(drawn: Sequence[Part]) -> list[str]:
    fields = [field for part in drawn for field in (part.item, *part.reveals.values())]
    return [field.name for field in fields if isinstance(field, QuestionField)]
