"""The finished bytes of a message, read back: its HTML, and what goes with it."""

from email import message_from_bytes, policy
from typing import NamedTuple


class Parts(NamedTuple):
    """What a mail program finds in a message, beside its text."""

    html: str
    attachments: list[str]


def of(body: bytes) -> Parts:
    """The HTML, and the names of the attached files."""
    parsed = message_from_bytes(body, policy=policy.default)
    html = parsed.get_body(("html",))
    words = str(html.get_content()).replace("\r\n", "\n") if html else ""
    return Parts(words, [part.get_filename("") for part in parsed.iter_attachments()])
