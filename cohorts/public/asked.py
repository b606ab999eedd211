"""What a page of a form draws of the organizers' questions, and how the answers read when they are checked."""

from collections.abc import Iterator
from typing import NamedTuple

from cohorts.core import languages
from cohorts.core.text import Localized
from cohorts.public.walks import Walk
from cohorts.questions.drawing import Block, Part
from cohorts.questions.pages import Page, revealed
from cohorts.registrations import said
from cohorts.registrations.forms import RegistrationForm


class Checked(NamedTuple):
    """An answer as it stands before it is sent: its question, how it reads, and where it is changed."""

    label: Localized
    lines: list[str]
    url: str


def items(form: RegistrationForm, page: Page) -> Iterator[Part]:
    """What stands on a page in order, given what was typed; what a choice reveals stands within its question."""
    fields = {field.question.key: field for field in form.questions}
    visible, by_choice = form.visible, revealed(page)
    within = {each.key for choices in by_choice.values() for each in choices.values()}
    for question in page:
        if question.key in visible and question.key not in within:
            reveals = {choice: fields[each.key] for choice, each in by_choice.get(question.key, {}).items()}
            yield Part(fields.get(question.key) or Block(question, languages.current()), reveals)


def answers(form: RegistrationForm, walk: Walk) -> Iterator[Checked]:
    """All answers in order, those that were left out as well."""
    yield from _about_the_person(form, walk)
    visible, language = form.visible, languages.current()
    lines = {given.question.id: said.of_given(given).lines(language) for given in form.given}
    for place, page in enumerate(walk.pages, 1):
        for field in (field for field in form.questions if field.question in page and field.question.key in visible):
            url = f"{walk.url(place)}#{field.first_control}"
            yield Checked(field.question.wording.label, lines.get(field.question.id, []), url)


def _about_the_person(form: RegistrationForm, walk: Walk) -> Iterator[Checked]:
    for field in filter(None, (getattr(form, name) for name in form.PERSON)):
        is_language = field.name == "language"
        read = languages.NAMES.get(field.data, "") if is_language else field.data
        url = f"{walk.url(1)}#{field.id}" + ("-0" if is_language else "")
        yield Checked({languages.current(): str(field.label.text)}, [read] if read else [], url)
