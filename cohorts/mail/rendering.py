"""A message, rendered when it is written: subject, text, HTML and attachments, in the recipient's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from cohorts.core import clock, tokens
from cohorts.mail import templates
from cohorts.mail.assembly import Attachment, assembled
from cohorts.mail.headers import CRLF, is_address, mailbox, words
from cohorts.mail.templates import Template
from cohorts.mail.values import Lines, Value, as_line

# What an empty value leaves behind; no-break spaces stay.
SPACES = re.compile(" {2,}")
# More than any mail program shows; a value may be longer than whoever wrote the subject thought.
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Recipient:
    """Who a message is for."""

    name: str
    address: str


@dataclass(frozen=True)
class Sender:
    """Who a message is from, for which program, and whom one answers to: the contact, unless somebody else is named."""

    name: str
    postal_address: tuple[str, ...]
    contact: str
    program: str = ""
    reply_to: str = ""


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
    template: Template | None = None,
    headers: Sequence[tuple[str, str]] = (),
) -> Outgoing:
    """Make the message of this kind; the same cause always gives the same Message-ID. Raises BadTemplate.

    `template`: words in place of the default; what they name and nobody knows is empty. `headers`: beside the usual.
    """
    unknown = dict.fromkeys(template.names, "") if template else {}
    template = template or templates.compiled(kind, language)
    known = {**unknown, **_about(sender), **values}
    try:
        title = _title(template, known)
        text, html = templates.fill(template.text, known), templates.fill(template.html, known)
    except KeyError as error:
        raise templates.BadTemplate(f"{kind}.{language}: no value for {error}") from error
    mark = tokens.keyed_hash("message", cause)[:32]
    message_id = f"<{mark}.{tag(mark)}@{host()}>"
    lines = [*_headers(title, to, sender, message_id, language), *map(_safe, headers)]
    body = assembled(lines, text=text, html=html, attachments=attachments, mark=mark)
    return Outgoing(kind, language, cause, to.address, title, message_id, body, text)


def tag(mark: str) -> str:
    """What shows that a Message-ID with this mark is ours."""
    return tokens.keyed_hash("message-id", mark)[:24]


def host() -> str:
    """The name that our Message-IDs end with."""
    return urlsplit(str(current_app.config["BASE_URL"])).hostname or "localhost"


def own_address() -> str:
    """The address that our messages come from."""
    configured = parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"] or ""))[1]
    return configured or f"cohorts@{host()}"


def _title(template: Template, known: Mapping[str, Value]) -> str:
    # A message without a subject looks like no message of ours.
    said = SPACES.sub(" ", template.subject.filled_anyway(known)).strip(" ")
    return _short(said or as_line(known.get("program") or known["institution"]))


def _short(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    start = title[: LONGEST_TITLE - 1]
    # At the end of a word, unless it is one that has no end.
    whole = start.rpartition(" ")[0] if title[LONGEST_TITLE - 1] != " " else start
    return (whole if len(whole) > LONGEST_TITLE // 2 else start).rstrip(" ,;:–-") + "…"


def _about(sender: Sender) -> dict[str, Value]:
    return {
        "institution": sender.name,
        "on_behalf": sender.program,
        "postal_address": Lines(sender.postal_address),
        "contact": sender.contact,
        # Only what one may ask to get no more has one.
        "unsubscribe_link": "",
    }


def _headers(title: str, to: Recipient, sender: Sender, message_id: str, language: str) -> list[tuple[str, str]]:
    # Some give a web page as their contact: then answers go to the sender.
    whom = sender.reply_to or sender.contact
    answers = [("Reply-To", mailbox("", whom))] if is_address(whom) else []
    return [
        ("From", mailbox(sender.name, own_address())),
        ("To", mailbox(to.name, to.address)),
        *answers,
        ("Subject", words(title)),
        ("Date", format_datetime(clock.now())),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", f"{language}-CA"),
    ]


def _safe(header: tuple[str, str]) -> tuple[str, str]:
    if any(character in CRLF for part in header for character in part):
        raise ValueError(f"not a header: {header!r}")
    return header
