"""Drafts: what somebody typed into a form and has not sent yet. They hold no seat, and never wait for one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, bindparam, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.core import addresses, clock, limits, tokens
from cohorts.core.database import Base, db, verb
from cohorts.core.errors import Missing
from cohorts.files import room
from cohorts.files.models import Upload
from cohorts.questions.types.file import KEPT
from cohorts.registrations.draft_errors import DraftTooLarge, NoRoomForDrafts
from cohorts.registrations.emails import draft_saved
from cohorts.registrations.models import Draft

LIFETIME, MAILED_LIFETIME = timedelta(hours=24), timedelta(days=14)
LINK = "draft"
MAILS_AN_HOUR = 5
# A class behind one address keeps a few hundred an hour; strangers shall not fill the disk.
KEPT_AN_HOUR, MOST_CHARACTERS = 3000, 400_000
# In all: so many drafts, and of those with the words of a booklet so many an hour.
MOST_DRAFTS, LARGE, LARGE_AN_HOUR = 50_000, 50_000, 200
FORGET_AT_ONCE = 200
# Stands in the place of the version of a form that was sent: only what it became is known of it, for a day.
SENT = -1

Typed = Sequence[tuple[str, str]]

_READ = select(Draft.values, Draft.expires_at).where(
    Draft.key == bindparam("key"), Draft.cohort_id == bindparam("cohort"), Draft.form_version != SENT
)
_SENT_AS = select(Draft.values).where(
    Draft.key == bindparam("key"), Draft.cohort_id == bindparam("cohort"), Draft.form_version == SENT
)
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class Opened(NamedTuple):
    """What the link in a mail leads to; no key where the draft is not there any more."""

    cohort_id: int
    one_time_key: str


@verb
def keep(cohort_id: int, one_time_key: str, typed: Typed, *, form_version: int, language: str, sender: str) -> None:
    """Keep what was typed as it is, for another day; `typed` are names and values, `sender` the network address.

    Raises DraftTooLarge, NoRoomForDrafts, TooMany.
    """
    limits.hit("drafts from", room.sender(sender), limit=KEPT_AN_HOUR, seconds=3600)
    _check_size(typed)
    now, key = clock.now(), _hash(one_time_key)
    table = Base.metadata.tables[Draft.__tablename__]
    said = {"values": [list(pair) for pair in typed], "form_version": form_version, "language": language}
    new = {"cohort_id": cohort_id, "key": key, "created_at": now, "expires_at": now + LIFETIME, **said}
    insert = _INSERTS[db.engine.dialect.name](table).values(new)
    # One that was mailed keeps the day that its mail names.
    until = case((table.c.mailed_at.is_(None), insert.excluded.expires_at), else_=table.c.expires_at)
    # What was sent is not written anew by a press of the button that came late.
    again = insert.on_conflict_do_update(
        index_elements=[table.c.key], set_={**said, "expires_at": until},
        where=(table.c.cohort_id == cohort_id) & (table.c.form_version != SENT),
    )  # fmt: skip
    begun = db.session.connection().execute(again.returning(table.c.created_at)).scalar_one_or_none()
    if begun == now and db.session.scalar(select(func.count()).select_from(Draft)) > MOST_DRAFTS:  # type: ignore[operator]
        raise NoRoomForDrafts
    if any(name.endswith(KEPT) for name, _ in typed):
        _keep_files(one_time_key, now + LIFETIME)


def read(cohort_id: int, one_time_key: str) -> list[tuple[str, str]] | None:
    """What was typed into the form with this key, as it was typed; None where nothing is kept."""
    row = db.session.execute(_READ, {"key": _hash(one_time_key), "cohort": cohort_id}).one_or_none()
    if row is None or row.expires_at <= clock.now():
        return None
    return [(name, value) for name, value in row.values]


def sent_as(cohort_id: int, one_time_key: str) -> str | None:
    """The key of what the form with this key was sent as; None where it was not, or more than a day ago."""
    found = db.session.scalar(_SENT_AS, {"key": _hash(one_time_key), "cohort": cohort_id})
    return None if found is None else str(dict(found)["sent_as"])


@verb
def send(cohort_id: int, one_time_key: str, sent_as: str) -> None:
    """Forget what was typed, since it was sent, and remember the key that it was sent as. Done twice is done once."""
    now, table = clock.now(), Base.metadata.tables[Draft.__tablename__]
    said = {"values": [["sent_as", sent_as]], "form_version": SENT, "language": "en", "expires_at": now + LIFETIME}
    new = {"cohort_id": cohort_id, "key": _hash(one_time_key), "created_at": now, **said}
    insert = _INSERTS[db.engine.dialect.name](table).values(new)
    again = insert.on_conflict_do_update(index_elements=[table.c.key], set_=said, where=table.c.cohort_id == cohort_id)
    db.session.connection().execute(again)


@verb
def mail(cohort_id: int, one_time_key: str, *, address: str, language: str) -> datetime:
    """Mail the link to a draft to an address, whoever's it is; until when it works. Raises TooMany, Missing."""
    limits.hit("draft", addresses.canonical(address), limit=MAILS_AN_HOUR, seconds=3600)
    limits.hit("draft of", one_time_key, limit=MAILS_AN_HOUR, seconds=3600)
    draft = db.session.scalar(select(Draft).where(Draft.key == _hash(one_time_key), Draft.cohort_id == cohort_id))
    if draft is None:
        raise Missing
    draft.mailed_at = clock.now()
    draft.expires_at = draft.mailed_at + MAILED_LIFETIME
    _keep_files(one_time_key, draft.expires_at)
    token = tokens.sign(LINK, {"c": cohort_id, "d": draft.id, "at": draft.created_at.isoformat()})
    draft_saved.write(draft, address=address, language=language, token=token)
    return draft.expires_at


def opened(token: str) -> Opened:
    """The draft that the link in a mail opens; raises Missing where it is no link of ours."""
    cohort_id, draft = _linked(token)
    return Opened(cohort_id, str(dict(draft.values).get("key", "")) if draft else "")


@verb
def take_over(token: str, one_time_key: str) -> Opened:
    """Give the draft that a link opens another key, with its files: who began it, and knows the old one, is out.

    The key names no other draft yet. Done twice is done once. Raises Missing.
    """
    cohort_id, draft = _linked(token)
    if draft is None:
        return Opened(cohort_id, "")
    old, key = str(dict(draft.values).get("key", "")), _hash(one_time_key)
    if draft.key != key:
        if db.session.scalar(select(Draft.id).where(Draft.key == key)):
            raise Missing
        draft.key = key
        draft.values = [*(pair for pair in draft.values if pair[0] != "key"), ["key", one_time_key]]
        waiting = Upload.form_key == room.form(old), Upload.registration_id.is_(None)
        db.session.execute(update(Upload).where(*waiting).values(form_key=room.form(one_time_key)))
    return Opened(cohort_id, one_time_key)


def forget() -> int:
    """Delete a lot of drafts whose time is over; how many. Writes only where there are some."""
    due = select(Draft.id).where(Draft.expires_at <= clock.now()).order_by(Draft.expires_at).limit(FORGET_AT_ONCE)
    found = list(db.session.scalars(due))
    db.session.rollback()
    return _delete(found) if found else 0


@verb
def _delete(ids: list[int]) -> int:
    # Somebody may have gone on with one meanwhile.
    gone: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        delete(Draft).where(Draft.id.in_(ids), Draft.expires_at <= clock.now())
    )
    return gone.rowcount


def _linked(token: str) -> tuple[int, Draft | None]:
    # The link outlives each key, since people open it on more than one device. Numbers of rows come again.
    try:
        said = tokens.read(LINK, token)
        cohort_id, number, begun = int(said["c"]), int(said["d"]), datetime.fromisoformat(said["at"])
    except (tokens.BadToken, KeyError, TypeError, ValueError) as error:
        raise Missing from error
    alive = Draft.expires_at > clock.now(), Draft.form_version != SENT
    return cohort_id, db.session.scalar(select(Draft).where(Draft.id == number, Draft.created_at == begun, *alive))


def _check_size(typed: Typed) -> None:
    size = sum(len(name) + len(value) for name, value in typed)
    if size > MOST_CHARACTERS:
        raise DraftTooLarge
    if size > LARGE:
        limits.hit("large drafts", "in all", limit=LARGE_AN_HOUR, seconds=3600)


def _keep_files(one_time_key: str, until: datetime) -> None:
    """Files that wait for the draft live at least as long as it."""
    of_this = Upload.form_key == room.form(one_time_key), Upload.registration_id.is_(None)
    waiting = update(Upload).where(*of_this, Upload.finished_at.is_not(None), Upload.expires_at < until)
    db.session.execute(waiting.values(expires_at=until))


def _hash(one_time_key: str) -> str:
    return tokens.keyed_hash("draft", one_time_key)
