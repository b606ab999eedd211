"""What was typed, page by page: names and values as a browser sends them, kept as they are."""

import re
from collections.abc import Collection, Iterable

Typed = list[tuple[str, str]]

OF_QUESTION = re.compile(r"(q-\d+)(?:-[a-z]+)?")
VERSIONS = "shown_versions"


def merged(before: Iterable[tuple[str, str]], sent: Iterable[tuple[str, str]], names: Collection[str]) -> Typed:
    """What was typed before, with what a page with the fields of these names sent in its place."""
    before, sent = list(before), list(sent)
    kept = [pair for pair in before if _field(pair[0]) not in names]
    came = [pair for pair in sent if _field(pair[0]) in names and pair[0] != VERSIONS]
    versions = [value for name, value in (*before, *sent) if name == VERSIONS]
    others = [pair for pair in kept if pair[0] != VERSIONS]
    return [*others, *came, *_together(versions)]


def replaced(typed: Iterable[tuple[str, str]], name: str, value: str) -> Typed:
    """The same with one value for this name; with none where it is empty."""
    others = [pair for pair in typed if pair[0] != name]
    return [*others, (name, value)] if value else others


def _together(versions: Iterable[str]) -> Typed:
    # Each page says which wordings it showed.
    ids = dict.fromkeys(each for value in versions for each in value.split())
    return [(VERSIONS, " ".join(ids))] if ids else []


def _field(name: str) -> str:
    found = OF_QUESTION.fullmatch(name)
    return found[1] if found else name
