"""Uploads: received in pieces, nobody's until they are claimed, forgotten when they never are."""

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import IO, Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import or_, select, update
from sqlalchemy.exc import DBAPIError

from cohorts.core import clock
from cohorts.core.database import add, db, verb
from cohorts.core.errors import Busy
from cohorts.core.tokens import one_time
from cohorts.files import chunks, kinds, names, room, scanning, sizes
from cohorts.files.errors import Empty, Gone, NotAccepted, TooLarge
from cohorts.files.models import Upload
from cohorts.files.stored import PIECE, Stored

LIFETIME = timedelta(hours=24)
FORGET_AT_ONCE = 20
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class Received(NamedTuple):
    """A file that is here now; `token` names it in the form that it came with."""

    token: str
    name: str
    kind: str
    size: int


def receive(
    stream: IO[bytes], *, name: str, cohort_id: int, question_id: int, form_key: str, sender: str,
    accept: Sequence[str], most_bytes: int,
) -> Received:  # fmt: skip
    """Take a file in, piece by piece, each in a transaction of its own: never call it inside a verb.

    `form_key` is the one-time key of the form, `sender` the network address; `accept` holds names of kinds.
    Raises what `errors` lists, and then nothing is left of the file.
    """
    # A slow stream must not hold the page's transaction open.
    db.session.rollback()
    shown, coming = names.kept(name), chunks.whole(stream)
    first = _first(coming, shown, accept)
    upload_id, token = _begin(
        token=one_time(), name=shown, cohort_id=cohort_id, question_id=question_id, form_key=room.form(form_key),
        sender=room.sender(sender),
    )  # fmt: skip
    try:
        size = _store(upload_id, chain([first], coming), shown, min(most_bytes, current_app.config["MAX_UPLOAD"]))
        kind = _kind(upload_id, size, shown, accept)
        scanning.check(pieces(upload_id), name=shown)
        _finish(upload_id, kind)
    except Exception:
        # Where even this fails, the worker does it tomorrow.
        with suppress(DBAPIError, Busy):
            chunks.remove(upload_id)
        raise
    return Received(token, shown, kind, size)


def of_form(tokens: Collection[str], form_key: str) -> dict[str, Upload]:
    """Those of these that came with this form and that nobody has claimed.

    Whoever takes one as an answer checks its `question_id`: each question has its own kinds and size.
    """
    # What could not be a token may hold what a database refuses to look for.
    possible = {token for token in tokens if TOKEN.fullmatch(token)}
    query = select(Upload).where(Upload.token.in_(possible), Upload.form_key == room.form(form_key))
    found = db.session.scalars(query.where(Upload.finished_at.is_not(None), Upload.registration_id.is_(None)))
    return {upload.token: upload for upload in found}


def pieces(upload_id: int) -> Iterator[bytes]:
    """The bytes of an upload; each piece is read in a short transaction apart from the caller's.

    Raises Gone at once where there is none, and later where it vanishes in the middle.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context():
        size = db.session.scalar(select(Upload.size).where(Upload.id == upload_id))
    if size is None:
        raise Gone
    return chunks.apart(app, upload_id, size)


@verb
def claim(tokens: Collection[str], *, form_key: str, registration_id: int) -> None:
    """Make uploads of this form those of a registration; raises Gone where one cannot be had."""
    wanted = set(tokens)
    if not wanted:
        return
    if not all(TOKEN.fullmatch(token) for token in wanted):
        raise Gone
    free = or_(Upload.registration_id.is_(None), Upload.registration_id == registration_id)
    mine = update(Upload).where(Upload.token.in_(wanted), Upload.form_key == room.form(form_key), free)
    finished = mine.where(Upload.finished_at.is_not(None))
    if chunks.changed(finished.values(registration_id=registration_id, expires_at=None)) != len(wanted):
        raise Gone


@verb
def release(upload_ids: Iterable[int]) -> None:
    """Make uploads nobody's again; after a day they go. No answer may refer to them any more by then."""
    nobodys = update(Upload).where(Upload.id.in_(list(upload_ids)))
    chunks.changed(nobodys.values(registration_id=None, expires_at=clock.now() + LIFETIME))


def discard(token: str, *, form_key: str) -> None:
    """Delete an upload of this form that nobody has claimed. Done twice is done once."""
    found = of_form([token], form_key).get(token)
    if found is not None:
        chunks.remove(found.id)


def forget() -> int:
    """Delete a lot of uploads that nobody has claimed in their day, finished or not; how many."""
    now = clock.now()
    query = select(Upload.id).where(Upload.expires_at <= now, Upload.registration_id.is_(None))
    found = list(db.session.scalars(query.order_by(Upload.expires_at).limit(FORGET_AT_ONCE)))
    db.session.rollback()
    for upload_id in found:
        chunks.remove(upload_id, expired_at=now)
    return len(found)


def _first(coming: Iterator[bytes], name: str, accept: Sequence[str]) -> bytes:
    first = next(coming, b"")
    if not first:
        raise Empty(name=name)
    if not set(kinds.possible(first)) & set(accept):
        raise NotAccepted(name=name, kinds=kinds.titles(accept))
    return first


@verb
def _begin(*, token: str, form_key: str, sender: str, **values: Any) -> tuple[int, str]:
    # Run again after an answer that was lost, it finds what it made.
    found = db.session.scalar(select(Upload.id).where(Upload.token == token))
    if found is not None:
        return found, token
    room.check(form_key, sender)
    now = clock.now()
    upload = Upload(
        token=token, form_key=form_key, sender=sender, kind="", size=0, created_at=now, expires_at=now + LIFETIME,
        **values,
    )  # fmt: skip
    add(upload)
    return upload.id, token


def _store(upload_id: int, coming: Iterable[bytes], name: str, most_bytes: int) -> int:
    size = 0
    for n, data in enumerate(coming):
        size += len(data)
        if size > most_bytes:
            raise TooLarge(name=name, most=sizes.words(most_bytes))
        chunks.append(upload_id, n, data)
    return size


def _kind(upload_id: int, size: int, name: str, accept: Sequence[str]) -> str:
    kind = kinds.of(io.BufferedReader(Stored(partial(chunks.read, upload_id), size), PIECE))
    if kind is None or kind not in accept:
        raise NotAccepted(name=name, kinds=kinds.titles(accept))
    return kind


@verb
def _finish(upload_id: int, kind: str) -> None:
    now = clock.now()
    values = {"kind": kind, "finished_at": now, "expires_at": now + LIFETIME}
    if not chunks.changed(update(Upload).where(Upload.id == upload_id).values(**values)):
        raise Gone
