"""Markdown of organizers, read for what no mail may hold: pictures, HTML, links that lead elsewhere than they say."""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cohorts.mail import headers, parsing
from cohorts.mail.parsing import MARK, MARKED, NAME
from cohorts.messages import placeholders
from cohorts.messages.errors import Problem

WHOLE = re.compile(rf"{MARK}({NAME})Z")
TO_CONTACT = f"mailto:{MARK}contactZ"
WEB = re.compile(r"https?://([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
# What may stand inside an address, such as that of a survey: no personal value is sent along.
IN_ADDRESS = frozenset({"reference"})
LONGEST_SHOWN = 60


class _Everything(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        """A link is a link, wherever it leads: so that it can be refused by name."""
        return True


_parser = _Everything("commonmark", {"html": True}).disable(parsing.NOT_HERE)


def problems(body: str) -> Iterator[Problem]:
    """What is wrong with the Markdown of a message."""
    for token in _parser.parse(parsing.marked(body)):
        first = token.map[0] + 1 if token.map else 1
        if token.type == "html_block":
            yield Problem(first, _html(token.content.strip()))
        elif token.type == "inline":
            yield from _inline(token.children or [], first)


def _inline(tokens: list[Token], line: int) -> Iterator[Problem]:
    for token in tokens:
        sentence = _wrong(token)
        if sentence:
            yield Problem(line, sentence)
        if token.type in ("softbreak", "hardbreak"):
            line += 1


def _wrong(token: Token) -> Any:
    if token.type == "html_inline":
        return _html(token.content)
    if token.type == "image":
        return _l("Pictures cannot stand in a message: many mail programs show none. Link to it instead.")
    if token.type == "link_open":
        return _wrong_address(str(token.attrGet("href")))
    return None


def _html(tag: str) -> Any:
    return _l(
        "HTML such as “%(tag)s” is not read: write **bold**, *italic*, # headings, - lists and [links](https://…).",
        tag=_shown(tag),
    )


def _wrong_address(address: str) -> Any:
    whole = WHOLE.fullmatch(address)
    if whole and not placeholders.is_link(whole.group(1)):
        return _l("%(name)s is no link, so nothing can lead to it.", name=_shown(address))
    if whole or address == TO_CONTACT:
        return None
    web = WEB.fullmatch(address)
    if web and MARK.lower() not in web.group(1).lower():
        strange = [name for name in MARKED.findall(web.group(2)) if name not in IN_ADDRESS]
        return _inside(strange[0]) if strange else None
    if address.lower().startswith("mailto:") and headers.is_address(address[len("mailto:") :].partition("?")[0]):
        return None if MARK not in address else _nowhere(address)
    return _nowhere(address)


def _inside(name: str) -> Any:
    return _l(
        "%(name)s cannot stand inside an address: of a person, only %(may)s may go to another site.",
        name=f"{{{name}}}", may="{reference}",
    )  # fmt: skip


def _nowhere(address: str) -> Any:
    return _l(
        "A link cannot lead to “%(address)s”: write https://…, mailto:… or a placeholder that is a link.",
        address=_shown(address),
    )


def _shown(text: str) -> str:
    plain = MARKED.sub(r"{\1}", text)
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
