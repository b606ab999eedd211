"""Texts in several languages, and text that people type."""

import difflib
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

Localized = dict[str, str]
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co", "Cn"}
OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BLANK_LETTERS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


class Worded(NamedTuple):
    """A text and the language it is in."""

    text: str
    language: str


def pick(text: Localized | None, language: str) -> Worded:
    """The text in this language, else in English, else in whatever language it has."""
    for candidate in (language, "en", *sorted(text or {})):
        words = (text or {}).get(candidate)
        if words:
            return Worded(words, candidate)
    return Worded("", language)


def words(text: Localized | None, language: str) -> str:
    """Like `pick`, without the language."""
    return pick(text, language).text


def clean_line(text: str) -> str:
    """One line as it is stored: NFC, single spaces, no ends, no control characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if c in "\t\r\n" else c for c in composed if c in "\t\r\n" or not _is_control(c))
    return " ".join(kept.split())


def clean_text(text: str) -> str:
    """Several lines as they are stored: NFC, line ends as `\\n`, no other control characters."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in composed if c in "\t\n" or not _is_control(c)).strip()


def is_blank(text: str) -> bool:
    """Whether nothing in it can be seen (spaces, zero-width characters, fillers)."""
    return all(c in BLANK_LETTERS or unicodedata.category(c) in INVISIBLE for c in text)


def fold(text: str) -> str:
    """The form in which texts are searched: no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one was probably meant to be."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def _is_control(character: str) -> bool:
    # Cs: lone surrogates cannot be stored. Bidirectional overrides would let a name rewrite its line.
    return unicodedata.category(character) in ("Cc", "Cs") or character in OVERRIDES
