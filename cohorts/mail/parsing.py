"""Markdown of messages, with an opaque mark in place of each placeholder: what organizers write becomes blocks.

Letters and digits only, which neither Markdown nor HTML changes, and nobody can guess them; so that values, which go
in last, can never become markup. No mark is ever kept: a compiled template holds names.
"""

import re
import secrets
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from cohorts.mail import plain_text

NAME = r"[a-z][a-z0-9_]*"
PLACEHOLDER = re.compile(rf"\{{({NAME})\}}")
MARK = f"v{secrets.token_hex(8)}"
# Z ends a mark that stands for itself, Y one that is a part of an address.
MARKED = re.compile(rf"{MARK}({NAME})[ZY]")
WHOLE_ADDRESS = re.compile(rf"(?:mailto:)?{MARK}{NAME}Z")
# Code makes no mail clearer, and an indented line is an accident; addresses stand where they are read.
NOT_HERE = ("code", "fence", "backticks", "reference")
TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "br"}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt("commonmark", {"html": False}).disable(NOT_HERE)

Words = Sequence[Token]


def marked(source: str) -> str:
    """The source with marks in place of its placeholders."""
    return PLACEHOLDER.sub(rf"{MARK}\1Z", source)


def blocks(source: str) -> list[Words]:
    """The blocks of a marked source; each stands or falls as a whole."""
    found: list[list[Token]] = []
    for token in _parser.parse(source):
        if token.level == 0 and token.nesting >= 0:
            found.append([])
        found[-1].append(token)
        for link in (each for each in token.children or [] if each.type == "link_open"):
            address = str(link.attrGet("href"))
            if not WHOLE_ADDRESS.fullmatch(address):
                link.attrSet("href", MARKED.sub(rf"{MARK}\1Y", address))
    return list(found)


def html(block: Words, *, buttons: bool = True) -> Markup:
    """The HTML of a block, cleaned once more; `buttons`: a paragraph that is nothing but one link is one."""
    inner = block[1].children or [] if len(block) == 3 else []
    if buttons and block[0].type == "paragraph_open" and plain_text.is_link_alone(inner):
        inner[0].attrSet("class", "button")
    written = _parser.renderer.render(block, _parser.options, {})
    allowed = {"a": {"href", "class"}, "ol": {"start"}}
    return Markup(nh3.clean(written, tags=TAGS, attributes=allowed, url_schemes=SCHEMES, link_rel=None))


def _words_of_image(_renderer: object, tokens: Words, index: int, *_rest: object) -> str:
    return str(escape("".join(each.content for each in tokens[index].children or [])))


_parser.add_render_rule("image", _words_of_image)
