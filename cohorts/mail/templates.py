"""Messages' templates, compiled once: one Markdown source per kind and language gives subject, text and HTML.

Placeholders become opaque tokens before the Markdown is read, so that values, which go in last and in one
pass, can never become markup. A block with an empty value is left out.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from cohorts.core.paths import folder
from cohorts.mail import plain_text
from cohorts.mail.values import Value, as_address, as_html, as_line, as_text

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Letters and digits only, which neither Markdown nor HTML changes; nobody can guess it.
MARK = f"v{secrets.token_hex(8)}"
TOKEN = re.compile(rf'(href="(?:mailto:)?)?{MARK}([a-z_]+)Z')
HREF = 'href="'
BLOCK_END = "<!--end-->"

_parser = MarkdownIt("commonmark", {"html": False})


class BadTemplate(Exception):
    """A template cannot be read, or a value that it needs is missing."""


class Hole(NamedTuple):
    """Where a value goes, and how it is written there."""

    name: str
    written: Callable[[Value], str]


@dataclass(frozen=True)
class Block:
    """A part of a message that stands or falls as a whole."""

    pieces: tuple[str | Hole, ...]

    @property
    def names(self) -> frozenset[str]:
        """The placeholders in it."""
        return frozenset(piece.name for piece in self.pieces if isinstance(piece, Hole))

    def filled(self, values: Mapping[str, Value]) -> str:
        """The block with its values; nothing where one of them is empty. KeyError names a missing one."""
        written = []
        for piece in self.pieces:
            if isinstance(piece, Hole):
                value = values[piece.name]
                if not value:
                    return ""
                written.append(piece.written(value))
            else:
                written.append(piece)
        return "".join(written)


@dataclass(frozen=True)
class Template:
    """A compiled template."""

    subject: Block
    text: tuple[Block, ...]
    html: tuple[Block, ...]

    @property
    def names(self) -> frozenset[str]:
        """All its placeholders, those of the layout among them."""
        return frozenset().union(*(block.names for block in (self.subject, *self.text, *self.html)))


@lru_cache
def compiled(kind: str, language: str) -> Template:
    """The template of this kind of message in this language; raises BadTemplate."""
    subject, _, body = _source(kind, language).partition("\n")
    footer = _blocks(_source("footer", language))
    blocks = _blocks(body)
    letter = [f"{plain_text.of(block)}\n\n" for block in blocks]
    below = [f"{plain_text.of(block)}\n" for block in footer]
    return Template(
        subject=_block(subject, as_line),
        text=tuple(_block(part, as_text) for part in (*letter, "-- \n", *below)),
        html=_laid_out(subject, blocks, footer, language),
    )


def fill(blocks: Iterable[Block], values: Mapping[str, Value]) -> str:
    """The blocks with their values."""
    return "".join([block.filled(values) for block in blocks])


def _source(kind: str, language: str) -> str:
    path = folder("templates") / "mail" / f"{kind}.{language}.md"
    source = PLACEHOLDER.sub(rf"{MARK}\1Z", path.read_text("utf-8").strip())
    if "{" in source or "}" in source:
        raise BadTemplate(f"{path.name}: a brace that belongs to no placeholder")
    return source


def _blocks(source: str) -> list[list[Token]]:
    found: list[list[Token]] = []
    for token in _parser.parse(source):
        if token.level == 0 and token.nesting >= 0:
            found.append([])
        found[-1].append(token)
    return found


def _laid_out(
    subject: str, body: Sequence[Sequence[Token]], footer: Sequence[Sequence[Token]], language: str
) -> tuple[Block, ...]:
    source = folder("templates") / "mail"
    layout = Environment(loader=FileSystemLoader(source), autoescape=True).get_template("layout.html")
    page = layout.render(
        language=language, subject=subject, body=_html(body), footer=_html(footer), end=Markup(BLOCK_END)
    )
    css = (source / "layout.css").read_text("utf-8")
    inlined = CSSInliner(load_remote_stylesheets=False, extra_css=css).inline(page)
    return tuple(_block(part, as_html) for part in inlined.split(BLOCK_END))


def _html(blocks: Iterable[Sequence[Token]]) -> Markup:
    return Markup("").join(Markup(_one_html(block) + BLOCK_END) for block in blocks)


def _one_html(block: Sequence[Token]) -> str:
    inner = block[1].children or [] if len(block) == 3 else []
    if block[0].type == "paragraph_open" and plain_text.is_link_alone(inner):
        inner[0].attrSet("class", "button")
    return str(_parser.renderer.render(block, _parser.options, {}))


def _block(text: str, written: Callable[[Value], str]) -> Block:
    pieces: list[str | Hole] = []
    end = 0
    for found in TOKEN.finditer(text):
        before, name = found.groups()
        pieces.append(text[end : found.start()] + (before or ""))
        pieces.append(Hole(name, as_address if before == HREF else written))
        end = found.end()
    pieces.append(text[end:])
    return Block(tuple(piece for piece in pieces if piece))
