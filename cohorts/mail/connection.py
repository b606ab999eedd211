"""Flask-Mail's connection with time-outs, checked certificates, and the server's answer."""

import re
import smtplib
import socket
import ssl
from types import TracebackType
from typing import Any, Self

from flask import current_app
from flask_mail import Connection as FlaskConnection
from flask_mail import Mail as FlaskMail

from cohorts.mail.headers import written_address
from cohorts.mail.rendering import host as own_host
from cohorts.mail.watchdog import Watchdog

# Seconds to wait for one answer, and for a whole message however its answers trickle in.
PATIENCE, LONGEST = 20.0, 60.0
NUMBERS = re.compile(r"[0-9.]+")


class Unavailable(Exception):
    """The mail server cannot be spoken to; the text says why."""


class Refused(Unavailable):
    """The mail server wants nothing from us: it refuses our sign-in or our sender."""


class Conversation(smtplib.SMTP):
    """A conversation that remembers what the server said to the last message."""

    said = ""

    def __init__(self, *arguments: Any, watchdog: Watchdog, **options: Any) -> None:
        self._watchdog = watchdog
        super().__init__(*arguments, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # The server's first words may trickle in too.
        sock: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._watchdog.watch(sock)
        return sock

    def data(self, msg: str | bytes) -> tuple[int, bytes]:  # type: ignore[override]
        """Send the message, keep the answer."""
        code, answer = super().data(msg)
        self.said = f"{code} {answer.decode('utf-8', 'replace')}"
        return code, answer


class EncryptedConversation(smtplib.SMTP_SSL, Conversation):
    """The same, encrypted from the first byte; in this order the watchdog sees the line before it is encrypted."""

    def __init__(self, *arguments: Any, watchdog: Watchdog, **options: Any) -> None:
        self._watchdog = watchdog
        smtplib.SMTP_SSL.__init__(self, *arguments, **options)


class Connection(FlaskConnection):
    """One connection for many messages; opens itself again after it broke."""

    host: Conversation | None

    def __init__(self, mail: FlaskMail) -> None:
        super().__init__(mail)
        self._watchdog = Watchdog(float(current_app.config.get("MAIL_LONGEST", LONGEST)))

    def __enter__(self) -> Self:
        """Connect; raises Unavailable."""
        try:
            self.host = self.configure_host()
        except BaseException:
            self._watchdog.end()
            raise
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Take leave where the server still listens."""
        try:
            if self.host is not None:
                with self._watchdog.limit():
                    self.host.quit()
        except (smtplib.SMTPException, OSError):
            self._break()
        finally:
            self._watchdog.end()

    def configure_host(self) -> Conversation:
        """Connect, encrypt, sign in; raises Unavailable, and Refused where it does not let us in."""
        try:
            with self._watchdog.limit():
                return self._connected()
        except smtplib.SMTPAuthenticationError as error:
            raise (Refused if error.smtp_code >= 500 else Unavailable)(said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(said(error)) from error

    def hand_over(self, sender: str, recipient: str, body: bytes) -> str:
        """Give the server a finished message; what it said. Raises Unavailable, OSError (smtplib's are), ValueError."""
        if self.host is None:
            self.host = self.configure_host()
        address = written_address(recipient)
        head, _, _ = body.partition(b"\r\n\r\n")
        options = () if address.isascii() and head.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        try:
            with self._watchdog.limit():
                self.host.sendmail(sender, [address], body, options)
        except OSError as error:
            # smtplib's own errors are OSErrors too; after most of them one can go on.
            if not isinstance(error, smtplib.SMTPException) or self.host.sock is None:
                self._break()
            raise
        return self.host.said

    def _connected(self) -> Conversation:
        server, port = str(self.mail.server), int(self.mail.port)
        patience = float(current_app.config.get("MAIL_TIMEOUT", PATIENCE))
        # Named after the site: looking one's own name up can take many seconds.
        name = f"[{own_host()}]" if NUMBERS.fullmatch(own_host()) else own_host()
        options: dict[str, Any] = {"timeout": patience, "watchdog": self._watchdog}
        if self.mail.use_ssl:
            context = ssl.create_default_context()
            return self._prepared(EncryptedConversation(server, port, name, context=context, **options))
        host = Conversation(server, port, name, **options)
        return self._prepared(host, ssl.create_default_context() if self.mail.use_tls else None)

    def _prepared(self, host: Conversation, context: ssl.SSLContext | None = None) -> Conversation:
        try:
            if context is not None:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def _break(self) -> None:
        if self.host is not None:
            self.host.close()
        self.host = None


class Mail(FlaskMail):
    """Flask-Mail that hands out our connection."""

    def connect(self) -> Connection:
        """A connection of this app, to be used in a `with`."""
        return Connection(current_app.extensions["mail"])


def said(error: Exception) -> str:
    """What the server, or the net, said with this error, in one line."""
    code, answer = answer_of(error)
    if not code:
        return " ".join(str(error).split()) or type(error).__name__
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {words}".split())


def answer_of(error: Exception) -> tuple[int, bytes | str]:
    """The server's code and words; 0 where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return int(code), answer
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code), error.smtp_error
    return 0, ""
