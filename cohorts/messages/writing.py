"""Organizers' words: looked through for all that cannot be sent, then compiled."""

from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from cohorts.core import languages
from cohorts.core.numbers import number
from cohorts.core.text import clean_line, clean_text, is_blank
from cohorts.mail import templates
from cohorts.messages import kinds, naming, reading
from cohorts.messages.errors import SUBJECT, BadWords, Problem
from cohorts.messages.kinds import Kind

LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000
MOST_PROBLEMS = 20


def compiled(
    subject: str, body: str, *, language: str, kind: Kind | str, answers: Collection[str] = frozenset()
) -> dict[str, Any]:
    """The words as a template that can be kept; `answers`: the keys of the questions whose answers they may quote.

    Raises BadWords, which says everything that is wrong.
    """
    found = problems(subject, body, kind=kind, answers=answers)
    if found:
        raise BadWords(found)
    return templates.compile(source(subject, body), language).to_json()


def source(subject: str, body: str) -> str:
    """Both as they are kept: the subject is the first line."""
    return f"{clean_line(subject)}\n{clean_text(body)}"


def parts(source: str) -> tuple[str, str]:
    """Subject and body of what is kept."""
    subject, _, body = source.partition("\n")
    return subject, body


def problems(
    subject: str, body: str, *, kind: Kind | str, answers: Collection[str] = frozenset()
) -> tuple[Problem, ...]:
    """All that is wrong with the words, in their order; at most as many as one reads."""
    about = kinds.of(kind) if isinstance(kind, str) else kind
    # The lines are counted as they were typed: what cleaning takes away at the ends is put back.
    typed = body.replace("\r\n", "\n").replace("\r", "\n")
    above = typed[: len(typed) - len(typed.lstrip())].count("\n")
    line, text = clean_line(subject), "\n" * above + clean_text(body)
    too_long = list(_lengths(line, text))
    if too_long:
        return tuple(too_long)
    found = [*_missing(line, text), *naming.problems(line, text, about, answers), *reading.problems(text)]
    found += _needed(text, about)
    found.sort(key=lambda problem: problem.line)
    return tuple(_as_many_as_one_reads(found))


def _lengths(subject: str, body: str) -> Iterator[Problem]:
    if len(subject) > LONGEST_SUBJECT:
        yield Problem(SUBJECT, _l("The subject is longer than %(most)s characters.", most=_number(LONGEST_SUBJECT)))
    if len(body) > LONGEST_BODY:
        yield Problem(1, _l("The message is longer than %(most)s characters.", most=_number(LONGEST_BODY)))


def _missing(subject: str, body: str) -> Iterator[Problem]:
    if is_blank(subject):
        yield Problem(SUBJECT, _l("The subject is missing."))
    if is_blank(body):
        yield Problem(1, _l("The words of the message are missing."))


def _needed(body: str, kind: Kind) -> Iterator[Problem]:
    for name in sorted(kind.needs - naming.names(body)):
        last = body.rstrip().count("\n") + 1
        yield Problem(last, _l("%(name)s is missing: without it nobody can do what is asked.", name=f"{{{name}}}"))


def _number(amount: int) -> str:
    return number(amount, languages.current())


def _as_many_as_one_reads(found: list[Problem]) -> list[Problem]:
    more = len(found) - MOST_PROBLEMS
    if more <= 0:
        return found
    last = found[MOST_PROBLEMS - 1].line
    return [*found[:MOST_PROBLEMS], Problem(last, _l("And %(count)s more like these.", count=more))]
