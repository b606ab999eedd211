"""A real SMTP server on a free port, that keeps what it is given."""

import socket
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Mail:
    """One accepted message: its envelope and the bytes as they came."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The bytes, parsed."""
        return BytesParser(policy=SMTP).parsebytes(self.content)


class Mailbox:
    """What the server accepted, in order."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self._changed = threading.Condition()

    async def handle_DATA(self, server, session, envelope) -> str:
        """Keep the message (aiosmtpd calls this)."""
        self.keep(Mail(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 2.0.0 kept"

    def keep(self, mail: Mail) -> None:
        """It is here, and whoever waits for it is told."""
        with self._changed:
            self.mails.append(mail)
            self._changed.notify_all()

    def wait(self, count: int = 1, seconds: float = 60) -> list[Mail]:
        """The mails as soon as there are `count`; AssertionError when they do not come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.mails) >= count, seconds), (
                f"{len(self.mails)} of {count} mails came in {seconds} s"
            )
            return list(self.mails)


class Server(Controller):
    """The server; `port` is known before it starts. Make it with a Mailbox or a handler of your own."""

    def __init__(self, handler: object, **options) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self._socket.getsockname()[1], **options)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self._socket, ssl=self.ssl_context)
