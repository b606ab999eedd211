"""Mail servers that behave in all the ways mail servers do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from cohorts.extensions import mail
from cohorts.mail import outbox, rendering
from cohorts.mail.rendering import Recipient, Sender
from tests.conftest import SECRET
from tests.servers.smtp import Mailbox, Server

SENDER = Sender("Boreal Institute", ("7 Bayview Station Road", "Ottawa"), "policy@boreal.example")


class Moody(Mailbox):
    """A mailbox that says no as often as it is told to, then yes."""

    def __init__(self, *, to_recipient: list[str] | None = None, to_content: list[str] | None = None) -> None:
        super().__init__()
        self.to_recipient, self.to_content = list(to_recipient or []), list(to_content or [])
        self.asked = 0

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        self.asked += 1
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self.to_content.pop(0) if self.to_content else ""
        if answer == "hang up":
            server.transport.abort()
        return answer or await super().handle_DATA(server, session, envelope)


@pytest.fixture
def bare() -> Iterator[Flask]:
    """As much of an application as rendering needs; no database."""
    app = Flask("bare")
    app.config.update(
        BASE_URL="https://cohorts.example.org",
        SECRET_KEY=SECRET,
        SECRET_KEY_FALLBACKS=[],
        MAIL_DEFAULT_SENDER="cohorts@example.org",
    )
    with app.app_context():
        yield app


@pytest.fixture
def serve() -> Iterator[Callable[..., Any]]:
    """Starts mail servers and points an application at them: `serve(app, handler)`."""
    running: list[Server] = []

    def start(app: Flask, handler: Mailbox, *, options: dict[str, Any] | None = None, **config: Any) -> Server:
        server = Server(handler, **(options or {}))
        server.start()
        running.append(server)
        point(app, server.port, **config)
        return server

    yield start
    for server in running:
        server.stop()


def point(app: Flask, port: int, **config: Any) -> None:
    """Make an application use the mail server at this port."""
    app.config.update({"MAIL_SERVER": "localhost", "MAIL_PORT": port, "MAIL_USE_TLS": False, **config})
    mail.init_app(app)


def put(
    number: int = 1, *, address: str = "ana@example.ca", name: str = "Ana Roy",
    subject: tuple[str, int] | None = None, **when: Any,
) -> None:  # fmt: skip
    """Write a message into the outbox."""
    message = rendering.render(
        "test", "en", {"site": "example"}, to=Recipient(name, address), sender=SENDER, cause=f"test:{number}"
    )
    outbox.write(message, subject=subject or ("registration", number), **when)
