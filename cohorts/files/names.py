"""The names of files: as people see them, and as other computers take them. No name is ever a path of ours."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from werkzeug.http import dump_options_header

from cohorts.core import text

MOST_CHARACTERS = 200
# File systems count bytes, most of them up to 255.
MOST_BYTES = 200
NAMELESS = "file"
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
RESERVED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def kept(name: str) -> str:
    """The name as it is stored and shown: one line, no folders, nothing invisible, never too long or empty."""
    composed = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    seen = "".join(" " if c in "\t\r\n" else c for c in composed if c in "\t\r\n" or _is_seen(c))
    line = " ".join(seen.split())
    stem, extension = parted(line)
    if text.is_blank(stem) or not stem.strip("."):
        stem = NAMELESS
    return stem[: MOST_CHARACTERS - len(extension)].rstrip() + extension


def parted(name: str) -> tuple[str, str]:
    """The name before its extension, and the extension with its dot, which may be missing."""
    found = EXTENSION.search(name)
    return (name[: found.start()], found.group()) if found else (name, "")


def portable(name: str, extensions: Sequence[str] = ()) -> str:
    """The name for somebody's disk: what any system takes, ending as its kind does.

    A text called `cv.html` becomes `cv.html.txt`: a double click must open it as what it is.
    """
    plain = RESERVED.sub("_", kept(name)).strip(" .") or NAMELESS
    stem, extension = parted(plain)
    if extensions and extension.lower() not in extensions:
        stem, extension = plain, extensions[0]
    if DEVICES.match(stem):
        stem = f"_{stem}"
    return _cut(stem, MOST_BYTES - len(extension)).rstrip(" .") + extension


def disposition(kind: str, name: str) -> str:
    """The value of Content-Disposition (`attachment` or `inline`) for a portable name, for old and new browsers."""
    decomposed = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", decomposed)
    if not parted(plain)[0].strip(" ._"):
        plain = NAMELESS + parted(plain)[1]
    return dump_options_header(kind, {"filename": plain, "filename*": "UTF-8''" + quote(name, safe="")})


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN


def _cut(stem: str, most: int) -> str:
    return stem.encode()[:most].decode("utf-8", "ignore")
