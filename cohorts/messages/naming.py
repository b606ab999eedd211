"""Placeholders in organizers' words: looked up by name, never executed."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core.text import did_you_mean, fold
from cohorts.mail.parsing import NAME, PLACEHOLDER
from cohorts.messages import placeholders
from cohorts.messages.errors import SUBJECT, Problem
from cohorts.messages.kinds import Kind
from cohorts.messages.placeholders import ANSWER

IN_BRACES = re.compile(r"\{([^{}]*)\}")
LONGEST_QUOTED = 40
MOST_HOMES = 3


def names(text: str) -> frozenset[str]:
    """The placeholders that a text holds."""
    return frozenset(PLACEHOLDER.findall(text))


def problems(subject: str, body: str, kind: Kind, answers: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the placeholders of a message."""
    for line, text in enumerate((subject, *body.split("\n")), SUBJECT):
        for name in IN_BRACES.findall(text):
            sentence = _wrong(name, kind, answers) or (line == SUBJECT and _wrong_in_subject(name))
            if sentence:
                yield Problem(line, sentence)
        if set("{}") & set(IN_BRACES.sub("", text)):
            yield Problem(line, _l("A brace has no counterpart in its line: a placeholder looks like %(name)s.",
                                   name="{program}"))  # fmt: skip


def _wrong(name: str, kind: Kind, answers: Collection[str]) -> Any:
    allowed = {*kind.placeholders, *(ANSWER + key for key in answers if kind.quotes_answers)}
    if name in allowed:
        return None
    if name in placeholders.PLACEHOLDERS:
        return _not_here(name)
    if name.startswith(ANSWER) and re.fullmatch(NAME, name):
        return _no_such_answer(name, kind, allowed)
    meant = _meant(name, allowed)
    if meant:
        return _l("%(name)s is no placeholder. Did you mean %(meant)s?", name=_quoted(name), meant=_quoted(meant))
    return _l("%(name)s is no placeholder of this message.", name=_quoted(name))


def _wrong_in_subject(name: str) -> Any:
    if placeholders.is_link(name):
        return _l("%(name)s is a link: it cannot stand in the subject.", name=_quoted(name))
    if placeholders.has_lines(name):
        return _l("%(name)s may be several lines: it cannot stand in the subject.", name=_quoted(name))
    return None


def _not_here(name: str) -> Any:
    homes = placeholders.homes(name)
    said = ", ".join(gettext("“%(title)s”", title=home.title) for home in homes[:MOST_HOMES])
    if len(homes) > MOST_HOMES:
        return _l(
            "%(name)s has no value in this message, only in others, such as %(others)s.",
            name=_quoted(name), others=said,
        )  # fmt: skip
    return _l("%(name)s has no value in this message, only in %(others)s.", name=_quoted(name), others=said)


def _no_such_answer(name: str, kind: Kind, allowed: Collection[str]) -> Any:
    if not kind.quotes_answers:
        return _l("%(name)s: this message quotes no answers.", name=_quoted(name))
    meant = did_you_mean(name, [each for each in allowed if each.startswith(ANSWER)])
    if meant:
        return _l(
            "%(name)s: no question with this key whose answer may be quoted. Did you mean %(meant)s?",
            name=_quoted(name), meant=_quoted(meant),
        )  # fmt: skip
    return _l(
        "%(name)s: no question with this key whose answer may be quoted (never files, never what is sensitive).",
        name=_quoted(name),
    )


def _meant(name: str, allowed: Collection[str]) -> str | None:
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name[:200])).strip("_")
    first = re.match(NAME, plain.replace("__", " "))
    candidates = (plain, first.group() if first else "")
    exact = next((each for each in candidates if each in allowed), None)
    return exact or next(filter(None, (did_you_mean(each, sorted(allowed)) for each in candidates)), None)


def _quoted(name: str) -> str:
    shown = name if len(name) <= LONGEST_QUOTED else name[: LONGEST_QUOTED - 1] + "…"
    return f"{{{shown}}}"
