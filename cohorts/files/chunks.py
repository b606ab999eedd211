"""The bytes of uploads, in pieces: each is written, read and deleted in a short transaction."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from flask import Flask
from sqlalchemy import CursorResult, Delete, Update, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.core.database import Base, db, verb
from cohorts.files.errors import Gone
from cohorts.files.models import Upload, UploadChunk
from cohorts.files.stored import PIECE

# Few enough that a transaction which deletes them is short.
AT_ONCE = 16


def _once(insert: Any) -> Any:
    return insert(Base.metadata.tables[UploadChunk.__tablename__]).on_conflict_do_nothing()


_INSERT = {"postgresql": _once(postgresql.insert), "sqlite": _once(sqlite.insert)}


def whole(stream: IO[bytes]) -> Iterator[bytes]:
    """What a stream holds in pieces of one size, however it comes; only the last is shorter."""
    piece = bytearray()
    while data := stream.read(PIECE - len(piece)):
        piece += data
        if len(piece) == PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


@verb
def append(upload_id: int, n: int, data: bytes) -> None:
    """Write the piece of this number; run again, it is there once."""
    values = {"upload_id": upload_id, "n": n, "data": data}
    db.session.connection().execute(_INSERT[db.engine.dialect.name], values)
    changed(update(Upload).where(Upload.id == upload_id).values(size=n * PIECE + len(data)))


def read(upload_id: int, n: int) -> bytes:
    """The piece of this number; raises Gone. It ends the transaction that the caller reads in."""
    query = select(UploadChunk.data).where(UploadChunk.upload_id == upload_id, UploadChunk.n == n)
    data = db.session.scalar(query)
    db.session.rollback()
    if data is None:
        raise Gone
    return data


def apart(app: Flask, upload_id: int, size: int) -> Iterator[bytes]:
    """All pieces, each read apart from the caller's transaction, and after its request too."""
    for n in range(-(-size // PIECE)):
        with app.app_context():
            data = read(upload_id, n)
        yield data


def remove(upload_id: int, *, expired_at: datetime | None = None) -> None:
    """Delete an upload that nobody has claimed; with a time, only where it had expired by then."""
    while _shrink(upload_id, expired_at):
        pass


@verb
def _shrink(upload_id: int, expired_at: datetime | None) -> bool:
    """Delete some pieces, and with the last of them the upload; whether there is more."""
    # Unfinished, it cannot be claimed while it goes; claimed in the meantime, it stays.
    going = update(Upload).where(Upload.id == upload_id, Upload.registration_id.is_(None)).values(finished_at=None)
    if not changed(going if expired_at is None else going.where(Upload.expires_at <= expired_at)):
        return False
    numbers = select(UploadChunk.n).where(UploadChunk.upload_id == upload_id).order_by(UploadChunk.n)
    some = list(db.session.scalars(numbers.limit(AT_ONCE)))
    changed(delete(UploadChunk).where(UploadChunk.upload_id == upload_id, UploadChunk.n.in_(some)))
    if len(some) == AT_ONCE:
        return True
    changed(delete(Upload).where(Upload.id == upload_id))
    return False


def changed(change: Update | Delete) -> int:
    """Change or delete rows; how many there were."""
    result: CursorResult[Any] = db.session.execute(change.execution_options(synchronize_session=False))  # type: ignore[assignment]
    return int(result.rowcount)
