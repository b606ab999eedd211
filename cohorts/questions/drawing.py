"""What a page draws of a form, in order: fields, text between them, and what an option reveals."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from cohorts.core import markdown
from cohorts.questions.asking import AskingForm
from cohorts.questions.fields import QuestionField
from cohorts.questions.wordings import ANY_OF, INCLUDES, IS, AskedQuestion

# An option of these can be followed by a question; what follows is one of the simple controls.
OPENING = {"radios": (IS, INCLUDES, ANY_OF), "checkboxes": (INCLUDES, ANY_OF)}
SIMPLE = ("line", "lines", "radios", "known", "select", "date")


class Block:
    """A heading, or text between the questions; the same macro draws it."""

    def __init__(self, question: AskedQuestion, language: str) -> None:
        """Its control is the name of its type."""
        self.question, self.language = question, language
        self.control = question.wording.type
        self.id = question.name

    @property
    def html(self) -> Markup:
        """The text, as organizers wrote it."""
        return markdown.shown(self.question.wording.text_html, self.language)


Drawable = QuestionField | Block


class Part(NamedTuple):
    """What is drawn, and the fields that its options reveal."""

    item: Drawable
    reveals: Mapping[str, QuestionField]


def parts(form: AskingForm, language: str) -> Iterator[Part]:
    """Everything in order. A question stands within the one before it where one option of that one asks for it."""
    items = _items(form, language)
    place = 0
    while place < len(items):
        item = items[place]
        reveals = _revealed(item, items[place + 1 :])
        yield Part(item, reveals)
        place += 1 + len(reveals)


def opener(item: Drawable, follower: Drawable) -> str | None:
    """The option after which the page can show `follower` by style alone; None where it takes a step of its own."""
    if isinstance(item, Block) or isinstance(follower, Block) or follower.control not in SIMPLE:
        return None
    condition = follower.question.condition
    if condition is None or len(condition.tests) != 1 or len(condition.tests[0].values) != 1:
        return None
    test = condition.tests[0]
    is_so = test.question == item.question.key and test.operator in OPENING.get(item.control, ())
    return test.values[0] if is_so else None


def _items(form: AskingForm, language: str) -> list[Drawable]:
    fields = {field.question.id: field for field in form.questions}
    return [
        fields.get(question.id) or Block(question, language) for question in form.asked.of_stage(form.stage)
    ]  # fmt: skip


def _revealed(item: Drawable, following: Sequence[Drawable]) -> dict[str, QuestionField]:
    found: dict[str, QuestionField] = {}
    for follower in following:
        option = opener(item, follower)
        if option is None or option in found or not isinstance(follower, QuestionField):
            break
        found[option] = follower
    return found
