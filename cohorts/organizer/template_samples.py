"""What placeholders look like, and messages as they would go out: shown, or sent to who writes their words."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask_babel import gettext

from cohorts.accounts import queries as accounts
from cohorts.core import languages, limits
from cohorts.core.errors import Missing
from cohorts.mail import parts
from cohorts.mail.rendering import Outgoing, Recipient
from cohorts.mail.values import Lines, as_line
from cohorts.messages import placeholders
from cohorts.messages.kinds import Kind
from cohorts.messages.placeholders import ANSWER, Placeholder
from cohorts.organizer import me
from cohorts.organizer.outbox import HTML_POLICY
from cohorts.registrations import samples

TESTS_AN_HOUR = 20


def explained(kind: Kind, answers: Mapping[str, str]) -> list[tuple[str, Any, str]]:
    """(placeholder, what it stands for, what it looks like) of all that may stand in a kind of message.

    `answers`: the questions that it may quote, by key, with how people call them.
    """
    named = placeholders.of(kind.key).items()
    known = [(f"{{{name}}}", each.explanation, sample_of(name, each)) for name, each in named]
    if not kind.quotes_answers:
        return known
    quoted = gettext("The answer to a question, empty until the address is confirmed:")
    return [*known, *((f"{{{ANSWER}{key}}}", f"{quoted} {name}", "") for key, name in answers.items())]


def elsewhere(kind: Kind) -> list[tuple[str, Any, str]]:
    """(placeholder, what it stands for, in which messages it may stand) of all that may not in this kind."""
    other = {name: each for name, each in placeholders.PLACEHOLDERS.items() if name not in kind.placeholders}
    return [
        (f"{{{name}}}", each.explanation, ", ".join(str(home.title) for home in placeholders.homes(name)))
        for name, each in other.items()
    ]


def sample_of(name: str, placeholder: Placeholder) -> str:
    """What it looks like, on one line; a link, how it is written."""
    if placeholder.is_link:
        return str(gettext("[words](%(name)s), not in the subject", name=f"{{{name}}}"))
    value = placeholder.sample_in(languages.current())
    return " · ".join(map(as_line, filter(None, value.lines))) if isinstance(value, Lines) else as_line(value)


def alone(message: Outgoing) -> Response:
    """Its HTML as a mail program shows it: a page of its own that can do nothing."""
    response = Response(parts.of(message.body).html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = HTML_POLICY
    return response


def to_me() -> Recipient:
    """Who is signed in, as the recipient of what they try; raises Missing for who has no account."""
    if (account := me()) is None:
        raise Missing
    return Recipient(account.name, accounts.address_of(account.id))


def send_to_me(messages: list[Outgoing]) -> None:
    """Send samples to who is signed in; raises TooMany."""
    if (account := me()) is None:
        raise Missing
    limits.hit("template test", str(account.id), limit=TESTS_AN_HOUR, seconds=3600)
    for message in messages:
        samples.send(message, user_id=account.id)
