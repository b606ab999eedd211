"""Messages' templates, compiled once: one Markdown source gives subject, text and HTML, inside one layout.

A block with an empty value is left out.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from css_inline import CSSInliner
from markupsafe import Markup

from cohorts.core.paths import folder
from cohorts.mail import parsing, plain_text
from cohorts.mail.parsing import MARK, NAME
from cohorts.mail.values import Value, as_address, as_html, as_line, as_mailbox, as_part, as_text

TOKEN = re.compile(rf'(<a href="(?:mailto:)?)?{MARK}({NAME})([ZY])')
LINK, MAILBOX = '<a href="', '<a href="mailto:'
BLOCK_END = "<!--end-->"
WRITTEN: dict[str, Callable[[Value], str]] = {
    "line": as_line, "text": as_text, "html": as_html, "address": as_address, "mailbox": as_mailbox, "part": as_part,
}  # fmt: skip
HOW = {written: how for how, written in WRITTEN.items()}


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

    def filled_anyway(self, values: Mapping[str, Value]) -> str:
        """Like `filled`, with gaps where values are empty."""
        return "".join(p.written(values[p.name]) if isinstance(p, Hole) else p for p in self.pieces)


@dataclass(frozen=True)
class Template:
    """A compiled template, with the source that it was made from."""

    source: str
    language: str
    subject: Block
    text: tuple[Block, ...]
    html: tuple[Block, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """All its placeholders, those of the layout among them."""
        return frozenset().union(*(block.names for block in (self.subject, *self.text, *self.html)))

    def to_json(self) -> dict[str, Any]:
        """As it is kept; it says by which layout it was made."""
        return {
            "made_by": _maker(self.language), "source": self.source, "language": self.language,
            "subject": _kept(self.subject), "text": [*map(_kept, self.text)], "html": [*map(_kept, self.html)],
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Template":
        """As it was kept; compiled again where layout, footer or compiler have changed since."""
        if data["made_by"] != _maker(data["language"]):
            return compile(data["source"], data["language"])
        text, html = (tuple(map(_unkept, data[part])) for part in ("text", "html"))
        return cls(data["source"], data["language"], _unkept(data["subject"]), text, html)


@lru_cache
def compiled(kind: str, language: str) -> Template:
    """The default template of this kind of message in this language; raises BadTemplate."""
    return compile(source(kind, language), language)


def source(kind: str, language: str) -> str:
    """The default words of this kind of message."""
    return (_folder() / f"{kind}.{language}.md").read_text("utf-8").strip()


def compile(source: str, language: str) -> Template:
    """Make a template from Markdown whose first line is the subject; raises BadTemplate."""
    subject, _, body = _marked(source).partition("\n")
    blocks, footer = parsing.blocks(body), parsing.blocks(_marked(_footer(language)))
    letter = [f"{plain_text.of(block)}\n\n" for block in blocks]
    below = [f"{plain_text.of(block)}\n" for block in footer]
    return Template(
        source, language,
        subject=_block(subject, as_line),
        text=tuple(_block(part, as_text) for part in (*letter, "-- \n", *below)),
        html=_laid_out(subject, blocks, footer, language),
    )  # fmt: skip


def fill(blocks: Iterable[Block], values: Mapping[str, Value]) -> str:
    """The blocks with their values."""
    return "".join([block.filled(values) for block in blocks])


def _marked(source: str) -> str:
    marked = parsing.marked(source)
    if "{" in marked or "}" in marked:
        raise BadTemplate(f"a brace that belongs to no placeholder, in: {source.partition(chr(10))[0]}")
    return marked


def _laid_out(
    subject: str, body: Sequence[parsing.Words], footer: Sequence[parsing.Words], language: str
) -> tuple[Block, ...]:
    page = _layout().render(
        language=language, subject=subject, body=_html(body), footer=_html(footer, buttons=False), end=Markup(BLOCK_END)
    )
    inlined = CSSInliner(load_remote_stylesheets=False, extra_css=_css()).inline(page)
    return tuple(_block(part, as_html) for part in inlined.split(BLOCK_END))


def _html(blocks: Iterable[parsing.Words], *, buttons: bool = True) -> Markup:
    return Markup("").join(parsing.html(block, buttons=buttons) + Markup(BLOCK_END) for block in blocks)


def _block(text: str, written: Callable[[Value], str]) -> Block:
    pieces: list[str | Hole] = []
    end = 0
    for found in TOKEN.finditer(text):
        before, name, kind = found.groups()
        pieces.append(text[end : found.start()] + (LINK if before else ""))
        in_place = {LINK: as_address, MAILBOX: as_mailbox}.get(before, written)
        pieces.append(Hole(name, as_part if kind == "Y" else in_place))
        end = found.end()
    pieces.append(text[end:])
    return Block(tuple(piece for piece in pieces if piece))


def _kept(block: Block) -> list[Any]:
    return [[piece.name, HOW[piece.written]] if isinstance(piece, Hole) else piece for piece in block.pieces]


def _unkept(pieces: Iterable[Any]) -> Block:
    return Block(tuple(piece if isinstance(piece, str) else Hole(piece[0], WRITTEN[piece[1]]) for piece in pieces))


def _folder() -> Path:
    return folder("templates") / "mail"


@lru_cache
def _footer(language: str) -> str:
    return source("footer", language)


@lru_cache
def _css() -> str:
    return (_folder() / "layout.css").read_text("utf-8")


@lru_cache
def _layout() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(_folder())
    return jinja2.Environment(loader=loader, autoescape=True).get_template("layout.html")


@lru_cache
def _maker(language: str) -> str:
    """All that a compiled template depends on, beside its source: a hash of it."""
    folders = (_folder() / "layout.html").read_bytes(), _css().encode(), _footer(language).encode()
    code = [Path(module.__file__ or "").read_bytes() for module in (parsing, plain_text)]
    return hashlib.sha256(b"\0".join([*folders, *code, Path(__file__).read_bytes()])).hexdigest()[:16]
