"""What an organizer would want to know about a form before people see it."""

from collections.abc import Collection, Iterable

from cohorts.core.text import Localized
from cohorts.questions import reach, types
from cohorts.questions.models import STAGES
from cohorts.questions.reach import Choosing
from cohorts.questions.wordings import AskedForm, Wording

# Above this, many people give up.
MANY_QUESTIONS = 40


def untranslated(wording: Wording, languages: Collection[str]) -> list[str]:
    """The languages, of these, in which something that a wording says is missing."""
    return [code for code in languages if any(words and not words.get(code) for words in _texts(wording))]


def unreachable(form: AskedForm) -> set[str]:
    """The keys of the questions that nobody is ever asked."""
    found: set[str] = set()
    for stage in STAGES:
        asked = form.of_stage(stage)
        found |= reach.unreachable(asked, {each.key: _choosing(each.wording) for each in asked})
    return found


def count(form: AskedForm) -> int:
    """How many questions it asks, texts and headings apart."""
    return sum(types.of(each.wording.type).asks for each in form.questions)


def _texts(wording: Wording) -> Iterable[Localized]:
    return (wording.label, wording.help, wording.text, *(option.label for option in wording.options))


def _choosing(wording: Wording) -> Choosing:
    kind = types.of(wording.type)
    several = kind.asks and getattr(kind.field_class, "control", "") == "checkboxes"
    return Choosing(kind.testable(wording) or (), several)
