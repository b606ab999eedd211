"""What a page draws of a form, in order: fields, text between them, and what an option reveals."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from cohorts.core import markdown
from cohorts.questions.asking import AskingForm
from cohorts.questions.fields import QuestionField
from cohorts.questions.pages import revealed
from cohorts.questions.wordings import AskedQuestion


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


def parts(form: AskingForm, questions: Sequence[AskedQuestion], language: str) -> Iterator[Part]:
    """What a page with these draws in order, given what was typed; what a choice reveals stands within its question."""
    fields = {field.question.key: field for field in form.questions}
    visible, by_choice = form.visible, revealed(questions)
    within = {each.key for choices in by_choice.values() for each in choices.values()}
    for question in questions:
        if question.key in visible and question.key not in within:
            choices = by_choice.get(question.key, {})
            reveals = {choice: fields[each.key] for choice, each in choices.items() if each.key in fields}
            yield Part(fields.get(question.key) or Block(question, language), reveals)
