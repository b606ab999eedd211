"""Bounces: reports of delivery (RFC 3464) about messages that a mail server had accepted.

Anybody can send one. It is believed only with the whole Message-ID of a message of ours, which only its readers know.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import Message as Parsed

from sqlalchemy import bindparam, update

from cohorts.core.database import db, verb
from cohorts.mail import rendering, verdicts
from cohorts.mail.claims import BadAddress
from cohorts.mail.models import ACCEPTED, Message

STATUS = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
OURS = re.compile(r"<([0-9a-f]{32})\.([0-9a-f]{24})@[^\s<>@]+>")
STATUSES = ("message/delivery-status", "message/global-delivery-status")
ORIGINALS = ("message/rfc822", "message/global", "message/rfc822-headers", "message/global-headers",
             "text/rfc822-headers")  # fmt: skip
LONGEST_ANSWER = 500
_CAME_BACK = (
    update(Message).where(Message.message_id == bindparam("of"))
    .values(state="bounced", fault=bindparam("whose"), answer=bindparam("words"), body=None, claim=None,
            claimed_until=None)
    .returning(Message.address).execution_options(synchronize_session=False)
)  # fmt: skip
_IF_ACCEPTED, _IF_QUEUED = _CAME_BACK.where(ACCEPTED), _CAME_BACK.where(Message.state == "queued")


class NotABounce(Exception):
    """Nothing is done about it; the text says why."""


@dataclass(frozen=True)
class Bounce:
    """Which message came back, what the server said, and whose fault it is."""

    message_id: str
    answer: str
    fault: str


def read(report: bytes) -> Bounce:
    """What a report says; raises NotABounce."""
    parsed = message_from_bytes(report, policy=policy.compat32)
    if parsed.get_content_type() != "multipart/report" or not parsed.is_multipart():
        raise NotABounce("It is no delivery report.")
    failure = next(_failures(parsed), None)
    if failure is None:
        raise NotABounce("It reports no failure for good.")
    for message_id in _originals(parsed):
        if _is_ours(message_id):
            return Bounce(message_id, *failure)
    raise NotABounce("It is not about a message of ours.")


def take(report: bytes, on_bad_address: BadAddress) -> str:
    """Mark the message that came back, and its address where that is why; to whom it was. Raises NotABounce."""
    bounce = read(report)
    address = _mark(bounce, on_bad_address)
    if address is None:
        raise NotABounce("Its message has ended already, or is no longer here.")
    return address


@verb
def _mark(bounce: Bounce, on_bad_address: BadAddress) -> str | None:
    # It may come before the worker has written down that the server took the message, which it may do meanwhile.
    changes = (_IF_ACCEPTED, _IF_QUEUED, _IF_ACCEPTED)
    values = {"of": bounce.message_id, "whose": bounce.fault, "words": bounce.answer}
    address = next(filter(None, (db.session.scalar(change, values) for change in changes)), None)
    if address is not None and bounce.fault == "address":
        on_bad_address(address, bounce.answer)
    return address


def _failures(report: Parsed) -> Iterator[tuple[str, str]]:
    """What was said of each failure for good, and whose fault it is."""
    for part in _parts(report, STATUSES):
        for block in re.split(r"\r?\n[ \t]*\r?\n", _words(part)):
            fields = message_from_string(block.strip())
            status = STATUS.match(_header(fields, "Status"))
            if _header(fields, "Action").strip().lower() == "failed" and status:
                answer = _answer(_header(fields, "Diagnostic-Code"), status[1])
                yield answer, verdicts.fault(status[1], answer)


def _originals(report: Parsed) -> Iterator[str]:
    for part in _parts(report, ORIGINALS):
        head = _words(part).lstrip()
        yield _header(message_from_string(head), "Message-ID").strip()


def _parts(report: Parsed, kinds: tuple[str, ...]) -> Iterator[Parsed]:
    # Its own parts only: a report inside the message that came back is about something else.
    for part in report.get_payload():
        if isinstance(part, Parsed) and part.get_content_type() in kinds:
            yield part


def _words(part: Parsed) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(str(each) for each in payload)
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)


def _header(fields: Parsed, name: str) -> str:
    return str(fields.get(name, ""))


def _answer(diagnostic: str, status: str) -> str:
    kind, semicolon, words = diagnostic.partition(";")
    said = " ".join((words if semicolon else kind).split())
    return "".join(sign for sign in said or status if sign.isprintable())[:LONGEST_ANSWER]


def _is_ours(message_id: str) -> bool:
    found = OURS.fullmatch(message_id)
    return found is not None and hmac.compare_digest(found[2], rendering.tag(found[1]))
