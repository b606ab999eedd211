"""The questions of a form as its page lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core import languages
from cohorts.core.text import words
from cohorts.organizer.form_places import called
from cohorts.questions import gaps, types
from cohorts.questions.wordings import ALL, ANY_OF, INCLUDES, IS, IS_NOT, AskedForm, AskedQuestion, Condition, Test

TESTS: dict[str, Any] = {
    IS: _l("“%(question)s” is “%(choices)s”"),
    IS_NOT: _l("“%(question)s” is not “%(choices)s”"),
    INCLUDES: _l("“%(question)s” includes “%(choices)s”"),
    ANY_OF: _l("“%(question)s” is one of “%(choices)s”"),
}
OPERATORS = {
    IS: _l("is the answer"),
    IS_NOT: _l("is not the answer"),
    INCLUDES: _l("is among the answers"),
    ANY_OF: _l("is one of those that count"),
}


@dataclass(frozen=True)
class Line:
    """A question in the list: what it is called, of which type, who is asked, where it stands."""

    question: AskedQuestion
    name: str
    kind: str
    asks: bool
    condition: str
    place: int
    total: int

    @property
    def id(self) -> int:
        """The question."""
        return self.question.id

    @property
    def is_optional(self) -> bool:
        """Whether people may leave it out."""
        return self.asks and not self.question.wording.required

    @property
    def detail(self) -> str:
        """What is read of its buttons, and not seen."""
        return str(
            gettext(
                "“%(name)s”, %(place)d of %(total)d", name=called(self.question), place=self.place, total=self.total
            )
        )


def of_stage(form: AskedForm, stage: str) -> list[Line]:
    """The questions of a stage."""
    asked = form.of_stage(stage)
    by_key = {question.key: question for question in asked}
    return [_line(question, by_key, place, len(asked)) for place, question in enumerate(asked, 1)]


def archived(form: AskedForm) -> list[Line]:
    """Those that were deleted."""
    return [_line(question, {}, 0, 0) for question in form.archived]


def warnings(form: AskedForm, codes: list[str]) -> list[tuple[str, int | None]]:
    """What an organizer would want to know: (sentence, the question that it is about)."""
    found: list[tuple[str, int | None]] = []
    nobody = gaps.unreachable(form)
    for question in form.questions:
        name = called(question)
        for code in gaps.untranslated(question.wording, codes):
            sentence = gettext(
                "“%(name)s” is not all there in %(language)s.", name=name, language=languages.WORDS[code]
            )
            found.append((sentence, question.id))
        if question.key in nobody:
            found.append((gettext("“%(name)s” is asked of nobody: its condition never holds.", name=name), question.id))
    if (count := gaps.count(form)) > gaps.MANY_QUESTIONS:
        found.append(
            (gettext("The form asks %(count)d questions. Many people give up on one this long.", count=count), None)
        )
    return found


def condition_words(condition: Condition | None, by_key: Mapping[str, AskedQuestion]) -> str:
    """`Only if “Sector” is “Other”`; empty where everybody is asked."""
    if condition is None:
        return ""
    between = gettext("and") if condition.match == ALL else gettext("or")
    tests = f" {between} ".join(_test_words(test, by_key.get(test.question)) for test in condition.tests)
    return str(gettext("Only if %(tests)s", tests=tests))


def _test_words(test: Test, question: AskedQuestion | None) -> str:
    labels: dict[str, str] = {}
    if question is not None:
        choices = types.of(question.wording.type).choices(question.wording, languages.current())
        labels = dict(choices or ())
    said = ", ".join(labels.get(value, value) for value in test.values)
    return str(TESTS[test.operator]) % {"question": called(question) if question else test.question, "choices": said}


def _whole(question: AskedQuestion) -> str:
    return words(question.wording.label, languages.current()) or called(question)


def _line(question: AskedQuestion, by_key: Mapping[str, AskedQuestion], place: int, total: int) -> Line:
    kind = types.of(question.wording.type)
    condition = condition_words(question.condition, by_key)
    return Line(question, _whole(question), str(kind.title), kind.asks, condition, place, total)
