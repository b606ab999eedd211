"""Header lines that hold whatever people are called, and never more than one header.

By hand: the standard library's typed headers cost ten times as much, and those of Python before 3.11.10
let line ends through in places.
"""

import re
from email.header import Header
from functools import lru_cache

import idna

from cohorts.core.text import clean_line

CRLF = "\r\n"
PLAIN_LENGTH = 60
NOT_IN_ADDRESS = re.compile(r'[\s<>()\[\],;:\\"\x00-\x1f\x7f]')
NOT_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@lru_cache(2048)
def words(text: str) -> str:
    """Free text, such as a subject: as it is where that is safe, else in encoded words."""
    line = clean_line(text)
    return line if _is_plain(line) else _encoded(line)


@lru_cache(2048)
def mailbox(name: str, address: str) -> str:
    """A name with its address; raises ValueError where that is none."""
    written, line = written_address(address), clean_line(name)
    if not line:
        return written
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    phrase = f'"{escaped}"' if _is_plain(line) else _encoded(line)
    return f"{phrase}{CRLF} <{written}>" if len(phrase) + len(written) > PLAIN_LENGTH else f"{phrase} <{written}>"


def is_address(text: str) -> bool:
    """Whether one can write to it."""
    local, _, domain = text.rpartition("@")
    return bool(local and _idna(domain)) and "@" not in local and not NOT_IN_ADDRESS.search(text)


def written_address(address: str) -> str:
    """An address as the mail system writes it, its domain in IDNA form; raises ValueError where it is none."""
    local, _, domain = address.rpartition("@")
    if not is_address(address):
        raise ValueError(f"not an address: {address!r}")
    return f"{local}@{_idna(domain)}"


def file_name(name: str) -> str:
    """A name for an attachment that needs no quoting."""
    return NOT_IN_FILE_NAME.sub("-", name).strip("-.") or "file"


@lru_cache(2048)
def _idna(domain: str) -> str:
    """The domain in IDNA form; nothing where it has none."""
    try:
        return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return ""


def _is_plain(line: str) -> bool:
    # What looks like an encoded word would be decoded by readers.
    return line.isascii() and line.isprintable() and "=?" not in line and len(line) <= PLAIN_LENGTH


def _encoded(line: str) -> str:
    return Header(line, "utf-8", maxlinelen=75, header_name="Reply-To").encode(linesep=CRLF)
