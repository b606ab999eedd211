"""Reading the outbox."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement, func, select

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.paging import Page, paged
from cohorts.mail import parts
from cohorts.mail.models import STATES, WAITING, Message

# Whoever has one of these acts as the person: nobody else sees it.
KEY = re.compile(
    r"(/registrations/(?:link|invitation|draft|calendar)/|/unsubscribe/|/organizer/sign-in/)[A-Za-z0-9._~-]+"
)
LINK = re.compile(r"https?://\S+/registrations/(?:link|invitation|draft)/\S+")
MASK = "…"


@dataclass(frozen=True)
class Shown:
    """A message as organizers may see it."""

    to: str
    subject: str
    text: str
    html: str
    attachments: list[str]


@dataclass(frozen=True)
class Preview:
    """A message as its recipient would see it."""

    subject: str
    text: str
    link: str


def is_set_up() -> bool:
    """Whether there is a mail server to hand messages to."""
    return bool(current_app.config["MAIL_SERVER"])


def by_id(message_id: int) -> Message:
    """A message; raises Missing."""
    found = db.session.get(Message, message_id)
    if found is None:
        raise Missing
    return found


def page_of(*, state: str = "", batch: str = "", number: int = 1) -> Page[Message]:
    """A page of the outbox, newest first; of one state, or of all; of those that are many, or of all."""
    query = select(Message).where(*_in_batch(batch))
    query = query.where(Message.state == state) if state else query
    return paged(query.order_by(Message.id.desc()), number)


def counts(batch: str = "") -> dict[str, int]:
    """How many messages there are in each state; of those that are many, or of all."""
    query = select(Message.state, func.count()).where(*_in_batch(batch)).group_by(Message.state)
    found = {state: int(count) for state, count in db.session.execute(query)}
    return {state: found.get(state, 0) for state in STATES}


def waiting() -> dict[int, int]:
    """How many messages wait in each lane."""
    query = select(Message.lane, func.count()).where(Message.state == "queued").group_by(Message.lane)
    return {lane: int(count) for lane, count in db.session.execute(query)}


def oldest_waiting() -> datetime | None:
    """When the message was written that has waited longest."""
    return db.session.scalar(select(func.min(Message.created_at)).where(Message.state == "queued"))


def by_batch(batches: Collection[str]) -> dict[str, Counter[str]]:
    """How many messages of each of these, which are many, are in each state; one statement."""
    found = {name: Counter[str]() for name in batches}
    query = select(Message.batch, Message.state, func.count()).where(Message.batch.in_(found))
    for name, state, count in db.session.execute(query.group_by(Message.batch, Message.state)):
        found[str(name)][state] = count
    return found


def untried(batches: Collection[str]) -> dict[str, int]:
    """How many messages of each of these, which are many, the mail server has not been asked to take yet."""
    query = select(Message.batch, func.count()).where(
        Message.batch.in_(batches), Message.state.in_(WAITING), Message.attempts == 0
    )
    return {str(name): count for name, count in db.session.execute(query.group_by(Message.batch))}


def about(subject: tuple[str, int]) -> list[Message]:
    """All messages about one thing, newest first."""
    query = select(Message).where(Message.subject_type == subject[0], Message.subject_id == subject[1])
    return list(db.session.scalars(query.order_by(Message.id.desc())))


def titles(ids: Iterable[int]) -> dict[int, str]:
    """The subject lines of these messages, by their ids."""
    query = select(Message.id, Message.title).where(Message.id.in_(set(ids)))
    return {row.id: row.title for row in db.session.execute(query)}


def shown(message: Message) -> Shown:
    """Its words, the recipient's key masked; the rest only until the server has it."""
    found = parts.of(message.body) if message.body is not None else parts.Parts("", [])
    return Shown(
        to=message.address,
        subject=message.title,
        text=_masked(message.text),
        html=_masked(found.html),
        attachments=found.attachments,
    )


def preview(message: Message) -> Preview:
    """Its words with the recipient's key: only for one's own machine, where no mail goes out."""
    link = LINK.search(message.text)
    return Preview(message.title, message.text, link.group() if link else "")


def latest_preview(subject: tuple[str, int]) -> Preview | None:
    """The preview of the newest message about something."""
    messages = about(subject)
    return preview(messages[0]) if messages else None


def latest_preview_to(address: str) -> Preview | None:
    """The preview of the newest message to an address."""
    newest = select(Message).where(Message.address == address).order_by(Message.id.desc()).limit(1)
    found = db.session.scalar(newest)
    return preview(found) if found else None


def _masked(text: str) -> str:
    return KEY.sub(rf"\1{MASK}", text)


def _in_batch(batch: str) -> list[ColumnElement[bool]]:
    return [Message.batch == batch] if batch else []
