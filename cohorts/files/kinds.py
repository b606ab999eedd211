"""Which kinds of files there are, told by what is in them: a name, or what a browser claims, proves nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

START = 2048
OFFICE, OPEN = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file. `is_seen`: browsers show it, so a page of ours can."""

    mime: str
    extensions: tuple[str, ...]
    title: Any
    is_seen: bool = False


KINDS = {
    "pdf": Kind("application/pdf", (".pdf",), "PDF", is_seen=True),
    "docx": Kind(f"{OFFICE}wordprocessingml.document", (".docx",), "Word (.docx)"),
    "odt": Kind(f"{OPEN}text", (".odt",), "OpenDocument (.odt)"),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", (".xlsx",), "Excel (.xlsx)"),
    "txt": Kind("text/plain", (".txt",), _l("plain text (.txt)")),
    "jpeg": Kind("image/jpeg", (".jpg", ".jpeg"), "JPEG", is_seen=True),
    "png": Kind("image/png", (".png",), "PNG", is_seen=True),
    "gif": Kind("image/gif", (".gif",), "GIF", is_seen=True),
    "webp": Kind("image/webp", (".webp",), "WebP", is_seen=True),
}
NAMES = tuple(KINDS)

STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
# Some programs put a byte order mark or blank lines before a PDF, and every reader forgives it.
BLANKS = b"\xef\xbb\xbf \t\r\n"
ZIP, ZIPPED = b"PK\x03\x04", ("docx", "odt", "xlsx")
NO_TEXT = bytes(set(range(32)) - set(b"\t\n\f\r")) + b"\x7f"
# The list of what is in a zip, and the one entry that says what it is: of real documents, a hundredth of it.
MOST_READ, MOST_TOLD = 1_000_000, 200_000
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, RuntimeError, EOFError, OSError,
)  # fmt: skip


def titles(names: Iterable[str]) -> str:
    """The kinds as a list for people."""
    return ", ".join(str(KINDS[name].title) for name in names)


def accept(names: Iterable[str]) -> str:
    """The value of a file field's `accept`: a help for the one who chooses, no check."""
    return ",".join(part for name in names for part in (*KINDS[name].extensions, KINDS[name].mime))


def possible(start: bytes) -> tuple[str, ...]:
    """What a file that begins so can be; empty where it is of no kind that we know."""
    if start.lstrip(BLANKS).startswith(b"%PDF-"):
        return ("pdf",)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return ("webp",)
    if start.startswith(ZIP):
        return ZIPPED
    for magic, name in STARTS.items():
        if start.startswith(magic):
            return (name,)
    return ("txt",) if _is_text(start) else ()


def of(file: io.BufferedIOBase) -> str | None:
    """What the whole file is; reads all of a text, little of anything else."""
    candidates = possible(file.read(START))
    if candidates == ZIPPED:
        return _zipped(_Sparing(file))
    if candidates == ("txt",):
        file.seek(0)
        return "txt" if all(_is_text(data) for data in iter(lambda: file.read(START * 32), b"")) else None
    return candidates[0] if candidates else None


class _Sparing(io.BufferedIOBase):
    """A file of which only so much is read: a zip's list of contents can be as large as the file."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file, self._left = file, MOST_READ

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and count it; raises ValueError beyond the most."""
        data = self._file.read(self._left + 1 if size is None or size < 0 else min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise ValueError
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As in the file."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Always: `zipfile` asks."""
        return True


def _zipped(file: io.BufferedIOBase) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return "odt" if _told(archive, "mimetype").strip() == KINDS["odt"].mime.encode() else None
            told = _told(archive, "[Content_Types].xml")
    except UNREADABLE:
        return None
    # One with macros says another type than this, whatever its name is.
    for name in ("docx", "xlsx"):
        if f'"{KINDS[name].mime}.main+xml"'.encode() in told:
            return name
    return None


def _told(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    # Other methods unpack a few bytes into a great many before one can stop them.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError
    with archive.open(entry) as file:
        return file.read(MOST_TOLD)


def _is_text(data: bytes) -> bool:
    return len(data.translate(None, NO_TEXT)) == len(data)
