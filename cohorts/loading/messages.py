"""The words of messages in a load file as plain values, checked as the pages on which they are written check them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cohorts.core.text import Localized
from cohorts.loading import checks
from cohorts.loading.problems import Problems
from cohorts.loading.tables import Table
from cohorts.messages import kinds, naming, writing
from cohorts.messages.errors import SUBJECT
from cohorts.messages.placeholders import ANSWER


@dataclass(frozen=True, kw_only=True)
class WrittenMessage:
    """The words of one kind of message, by language."""

    kind: str
    subject: Localized
    body: Localized

    @property
    def words(self) -> Mapping[str, tuple[str, str]]:
        """Subject and body of each language that has any."""
        languages = [*self.subject, *(each for each in self.body if each not in self.subject)]
        return {language: (self.subject.get(language, ""), self.body.get(language, "")) for language in languages}


def all_of(table: Table, plain: str) -> list[WrittenMessage] | None:
    """Those of a program's or cohort's table, None where it says nothing of them; `plain`: of a plain string.

    Whether a question has the key that a placeholder names is known only with its form.
    """
    tables = table.tables("message")
    if "message" not in table:
        return None
    found = [_message(each, plain) for each in tables]
    _refuse_twins([each.kind for each in found], table)
    for place, message in zip(tables, found, strict=True):
        if not place.wrong:
            _note_problems(message, place.place, place.problems, _answers_named_in(message))
    return [each for each in found if each.kind]


def note_problems(
    said: Collection[WrittenMessage], where: str, problems: Problems, *, answers: Collection[str]
) -> bool:
    """Whether something is wrong with these words; `answers`: the keys of the questions that they may quote."""
    before = len(problems.lines)
    for number, message in enumerate(said, 1):
        _note_problems(message, f"{where}.message[{number}]", problems, answers)
    return len(problems.lines) > before


def _message(table: Table, plain: str) -> WrittenMessage:
    message = WrittenMessage(
        kind=table.take("kind", checks.one_of(kinds.KINDS), "", required=True),
        subject=table.take("subject", checks.localized(checks.line, plain), {}, required=True),
        body=table.take("body", checks.localized(checks.text(writing.LONGEST_BODY), plain), {}, required=True),
    )
    table.end()
    if not table.wrong and not message.words:
        table.note("body", "is empty")
    return message


def _note_problems(message: WrittenMessage, where: str, problems: Problems, answers: Collection[str]) -> None:
    for language, (subject, body) in message.words.items():
        for problem in writing.problems(subject, body, kind=message.kind, answers=answers):
            if problem.line == SUBJECT:
                problems.note(f"{where}.subject.{language}", str(problem.sentence))
            else:
                problems.note(f"{where}.body.{language}", f"{problem.where}: {problem.sentence}")


def _answers_named_in(message: WrittenMessage) -> set[str]:
    return {
        name.removeprefix(ANSWER)
        for parts in message.words.values()
        for text in parts
        for name in naming.names(text)
        if name.startswith(ANSWER)
    }


def _refuse_twins(found: list[str], table: Table) -> None:
    for number, kind in _twins(found):
        table.note(f"message[{number}].kind", f"{kind!r} has its words in message[{found.index(kind) + 1}] already")


def _twins(found: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, kind) for number, kind in enumerate(found, 1) if kind and found.index(kind) + 1 < number)
