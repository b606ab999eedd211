"""In which lines words differ from those that come before them."""

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from cohorts.messages.queries import Words

REMOVED, ADDED = "removed", "added"
_SIGNS = {"- ": REMOVED, "+ ": ADDED}


class Change(NamedTuple):
    """A line that one has and the other has not."""

    what: str
    line: str


def changes(before: Words, now: Words) -> list[Change]:
    """The lines that were removed and added, in their order; empty lines say nothing."""
    return list(_changes([before.subject, *before.body.splitlines()], [now.subject, *now.body.splitlines()]))


def _changes(before: list[str], now: list[str]) -> Iterator[Change]:
    for line in difflib.ndiff([each.strip() for each in before], [each.strip() for each in now]):
        sign, words = line[:2], line[2:]
        if sign in _SIGNS and words:
            yield Change(_SIGNS[sign], words)
