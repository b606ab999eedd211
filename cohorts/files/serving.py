"""Files on their way out: as downloads, in a page of ours where browsers can show them, or many as one zip."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import Flask, Response, current_app
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.files import chunks, names, uploads
from cohorts.files.kinds import KINDS
from cohorts.files.models import Upload

# Nothing in a file runs, and only our pages may frame it.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Item = tuple[str, int]


def response(upload: Upload, *, inline: bool = False) -> Response:
    """The file as a download; `inline` for a frame or picture of a page of ours, where its kind can be shown.

    Whether the one who asks may have it is the caller's to decide.
    """
    kind = KINDS[upload.kind]
    how = "inline" if inline and kind.is_seen else "attachment"
    answer = _streamed(uploads.pieces(upload.id), kind.mime)
    answer.content_length = upload.size
    answer.headers["Content-Disposition"] = names.disposition(how, names.portable(upload.name, kind.extensions))
    return answer


def archive(items: Iterable[Item], *, name: str) -> Response:
    """Many files as the download of one zip of this name; see `zipped`."""
    answer = _streamed(zipped(items), "application/zip")
    answer.headers["Content-Disposition"] = names.disposition("attachment", names.portable(name, (".zip",)))
    return answer


def zipped(items: Iterable[Item]) -> Iterator[bytes]:
    """One zip of (path in it, upload), made while it is sent; a file that has gone meanwhile is left out.

    Each item is asked for in an application context of its own; names are made portable and told apart.
    """
    return _zipped(current_app._get_current_object(), iter(items))  # type: ignore[attr-defined]


def _streamed(data: Iterator[bytes], mime: str) -> Response:
    # Not as `mimetype`: a text's letters may be in any encoding, so none is claimed.
    answer = Response(data, content_type=mime)
    answer.headers.update(HEADERS)
    return answer


class _Entry(NamedTuple):
    path: str
    upload_id: int
    size: int
    info: zipfile.ZipInfo


class _Outlet(io.RawIOBase):
    """Where the zip is written; what was written is taken at once."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Hold it until it is taken."""
        self._written += data
        return len(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _zipped(app: Flask, items: Iterator[Item]) -> Iterator[bytes]:
    outlet, used = _Outlet(), set[str]()
    with zipfile.ZipFile(outlet, "w") as archive:
        while (item := _next(app, items)) is not None:
            entry = _entry(app, *item, used)
            if entry is None:
                continue
            with archive.open(entry.info, "w") as file:
                for data in chunks.apart(app, entry.upload_id, entry.size):
                    file.write(data)
                    yield outlet.take()
    yield outlet.take()


def _next(app: Flask, items: Iterator[Item]) -> Item | None:
    with app.app_context():
        return next(items, None)


def _entry(app: Flask, path: str, upload_id: int, used: set[str]) -> _Entry | None:
    with app.app_context():
        query = select(Upload.kind, Upload.size, Upload.created_at).where(Upload.id == upload_id)
        found = db.session.execute(query.where(Upload.finished_at.is_not(None))).one_or_none()
    if found is None:
        return None
    kind, size, created_at = found
    path = _unused(path, KINDS[kind].extensions, used)
    info = zipfile.ZipInfo(path, created_at.timetuple()[:6])
    # Most files are packed already. Unpacked blocks of deflate tell where they end; plain bytes of a length that
    # comes after them do not, and some programs that unpack while they read stumble over it.
    info.compress_type, info._compresslevel = zipfile.ZIP_DEFLATED, 0  # type: ignore[attr-defined]
    info.file_size = size
    return _Entry(path, upload_id, size, info)


def _unused(path: str, extensions: tuple[str, ...], used: set[str]) -> str:
    *folders, name = path.split("/")
    stem, extension = names.parted(names.portable(name, extensions))
    folder = "".join(f"{names.portable(folder)}/" for folder in folders if folder)
    number, unused = 1, f"{folder}{stem}{extension}"
    # Some systems know no difference of case.
    while unused.casefold() in used:
        number += 1
        unused = f"{folder}{stem} ({number}){extension}"
    used.add(unused.casefold())
    return unused
