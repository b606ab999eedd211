"""What goes into a message's placeholders, and how it looks in text, in HTML and on one line."""

import html
import re
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from cohorts.core.text import clean_line
from cohorts.mail import headers

ADDRESS_SCHEMES = ("https://", "http://", "mailto:")
# Values go in after the style sheet: raised letters that would push lines apart bring their own style.
RAISED = '<sup style="font-size: 70%;line-height: 0;">'
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Lines:
    """A value of several lines; each a text, or Markup of our own making."""

    lines: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self.lines)


@dataclass(frozen=True)
class Links:
    """Several links, each a label and an address."""

    links: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.links)


Value = str | Lines | Links


def as_text(value: Value) -> str:
    """For the text part."""
    if isinstance(value, Lines):
        return "\n".join(as_text(line) for line in value.lines)
    if isinstance(value, Links):
        return "\n\n".join(f"{as_text(label)}\n{as_text(address)}" for label, address in value.links)
    return html.unescape(TAG.sub("", value)) if isinstance(value, Markup) else _clean(value)


def as_line(value: Value) -> str:
    """For the subject."""
    return " ".join(as_text(value).split())


def as_html(value: Value) -> str:
    """For the HTML part, between tags; only Markup stays what it is."""
    if isinstance(value, Lines):
        return "<br>".join(as_html(line) for line in value.lines)
    if isinstance(value, Links):
        return "<br>".join(f'<a href="{as_address(address)}">{as_html(label)}</a>' for label, address in value.links)
    return str(value).replace("<sup>", RAISED) if isinstance(value, Markup) else str(escape(_clean(value)))


def as_address(value: Value) -> str:
    """For an `href`: whatever it says, it stays an address to go or write to."""
    address = as_line(value)
    return str(escape(address if address.startswith(ADDRESS_SCHEMES) else f"https://{address}"))


def as_mailbox(value: Value) -> str:
    """For an `href` that one writes to; a contact may also be a page."""
    address = as_line(value)
    return as_address(f"mailto:{address}" if headers.is_address(address) else address)


def as_part(value: Value) -> str:
    """For a place inside an address, which it cannot end, in text and in HTML."""
    return quote(as_line(value), safe="")


def _clean(value: str) -> str:
    plain = value.isascii() and value.isprintable()
    return value if plain and "  " not in value and value == value.strip() else clean_line(value)
