"""How the answers read when they are checked before they are sent."""

from collections.abc import Iterator
from typing import NamedTuple

from cohorts.core import languages
from cohorts.core.text import Localized
from cohorts.public.walks import Walk
from cohorts.registrations import said
from cohorts.registrations.forms import RegistrationForm


class Checked(NamedTuple):
    """An answer as it stands before it is sent: its question, how it reads, and where it is changed."""

    label: Localized
    lines: list[str]
    url: str


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
