"""A message, rendered when it is written: subject, text, HTML and attachments, in the recipient's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from cohorts.core import clock, tokens
from cohorts.mail import headers, templates
from cohorts.mail.assembly import Attachment, assembled
from cohorts.mail.values import Lines, Value


@dataclass(frozen=True)
class Recipient:
    """Who a message is for."""

    name: str
    address: str


@dataclass(frozen=True)
class Sender:
    """Who a message is from: the institution, and whom one answers to."""

    name: str
    postal_address: tuple[str, ...]
    contact: str


@dataclass(frozen=True)
class Outgoing:
    """A finished message."""

    kind: str
    language: str
    cause: str
    address: str
    title: str
    message_id: str
    body: bytes
    text: str


def render(
    kind: str,
    language: str,
    values: Mapping[str, Value],
    *,
    to: Recipient,
    sender: Sender,
    cause: str,
    attachments: Sequence[Attachment] = (),
) -> Outgoing:
    """Make the message of this kind; the same cause always gives the same Message-ID. Raises BadTemplate."""
    template = templates.compiled(kind, language)
    known = {**_about(sender), **values}
    try:
        title = template.subject.filled(known)
        text, html = templates.fill(template.text, known), templates.fill(template.html, known)
    except KeyError as error:
        raise templates.BadTemplate(f"{kind}.{language}: no value for {error}") from error
    mark = tokens.keyed_hash("message", cause)[:32]
    message_id = f"<{mark}@{host()}>"
    lines = _headers(title, to, sender, message_id, language)
    body = assembled(lines, text=text, html=html, attachments=attachments, mark=mark)
    return Outgoing(kind, language, cause, to.address, title, message_id, body, text)


def host() -> str:
    """The name that our Message-IDs and calendar entries end with."""
    return urlsplit(str(current_app.config["BASE_URL"])).hostname or "localhost"


def own_address() -> str:
    """The address that our messages come from."""
    configured = parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"] or ""))[1]
    return configured or f"cohorts@{host()}"


def _about(sender: Sender) -> dict[str, Value]:
    return {
        "institution": sender.name,
        "postal_address": Lines(sender.postal_address),
        "contact": sender.contact,
    }


def _headers(title: str, to: Recipient, sender: Sender, message_id: str, language: str) -> list[tuple[str, str]]:
    # Some give a web page as their contact: then answers go to the sender.
    answers = [("Reply-To", headers.mailbox("", sender.contact))] if headers.is_address(sender.contact) else []
    return [
        ("From", headers.mailbox(sender.name, own_address())),
        ("To", headers.mailbox(to.name, to.address)),
        *answers,
        ("Subject", headers.words(title)),
        ("Date", format_datetime(clock.now())),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", f"{language}-CA"),
    ]
