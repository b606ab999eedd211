"""The connection: time-outs, certificates, what the server said."""

import smtplib
import socket
import ssl
import threading

import pytest
import trustme
from aiosmtpd.smtp import AuthResult, LoginPassword

from cohorts.mail import rendering
from cohorts.mail.connection import Connection, Mail, Unavailable
from tests.mail.conftest import Moody, point
from tests.servers.smtp import Mailbox

BODY = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n.dot\r\n\r\nend\r\n"


@pytest.fixture
def app(bare):
    """The application without a database."""
    return bare


@pytest.fixture
def authority(monkeypatch, tmp_path) -> trustme.CA:
    """An authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def server_side(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def send(app, body: bytes = BODY, to: str = "b@example.org") -> str:
    with Connection(app.extensions["mail"]) as connection:
        return connection.hand_over("a@example.org", to, body)


def test_the_bytes_arrive_as_they_are_and_the_answer_is_kept(app, serve):
    mailbox = Mailbox()
    serve(app, mailbox)
    assert send(app) == "250 2.0.0 kept"
    assert [(mail.sender, mail.recipients, mail.content) for mail in mailbox.mails] == [
        ("a@example.org", ("b@example.org",), BODY)
    ]


def test_starttls_with_a_certificate_that_is_right(app, serve, authority):
    mailbox = Mailbox()
    options = {"tls_context": server_side(authority), "require_starttls": True}
    serve(app, mailbox, options=options, MAIL_USE_TLS=True)
    assert send(app).startswith("250")
    assert len(mailbox.mails) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_starttls_with_a_certificate_that_is_wrong_sends_nothing(wrong, app, serve, authority):
    issuer, name = (authority, "elsewhere.example") if wrong == "name" else (trustme.CA(), "localhost")
    mailbox = Mailbox()
    options = {"tls_context": server_side(issuer, name), "require_starttls": True}
    serve(app, mailbox, options=options, MAIL_USE_TLS=True)
    with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
        send(app)
    assert mailbox.mails == []


def test_a_server_that_cannot_encrypt_gets_nothing(app, serve):
    mailbox = Mailbox()
    serve(app, mailbox, MAIL_USE_TLS=True)
    with pytest.raises(Unavailable, match="STARTTLS"):
        send(app)
    assert mailbox.mails == []


def test_encrypted_from_the_first_byte(app, serve, authority):
    mailbox = Mailbox()
    serve(app, mailbox, options={"ssl_context": server_side(authority)}, MAIL_USE_SSL=True, MAIL_USE_TLS=True)
    assert send(app).startswith("250")
    assert len(mailbox.mails) == 1


def test_signing_in(app, serve, authority):
    def check(server, session, envelope, mechanism, data) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == b"secret"
        return AuthResult(success=right, handled=False)

    options = {
        "tls_context": server_side(authority), "require_starttls": True, "authenticator": check, "auth_required": True,
    }  # fmt: skip
    server = serve(app, Mailbox(), options=options, MAIL_USE_TLS=True, MAIL_USERNAME="u", MAIL_PASSWORD="secret")
    assert send(app).startswith("250")
    point(app, server.port, MAIL_USE_TLS=True, MAIL_USERNAME="u", MAIL_PASSWORD="wrong")
    with pytest.raises(Unavailable, match="535"):
        send(app)


def test_a_silent_server_is_left_alone_after_a_time(app):
    with socket.create_server(("localhost", 0)) as silent:
        point(app, silent.getsockname()[1], MAIL_TIMEOUT=0.05)
        with pytest.raises(Unavailable, match="timed out"):
            send(app)


def test_nobody_there(app):
    with socket.create_server(("localhost", 0)) as closed:
        port = closed.getsockname()[1]
    point(app, port)
    with pytest.raises(Unavailable, match="refused"):
        send(app)


def test_a_server_whose_answer_trickles_in_is_left_alone_after_the_longest_time(app):
    with socket.create_server(("localhost", 0)) as trickling:
        ended = threading.Event()
        thread = threading.Thread(target=_trickle, args=(trickling, ended))
        thread.start()
        point(app, trickling.getsockname()[1], MAIL_TIMEOUT=30, MAIL_LONGEST=0.2)
        with pytest.raises(smtplib.SMTPException):
            send(app)
        ended.set()
        thread.join()


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_server_whose_first_words_trickle_in_is_left_alone_too(encrypted, app):
    with socket.create_server(("localhost", 0)) as trickling:
        ended = threading.Event()
        thread = threading.Thread(target=_trickle_at_once, args=(trickling, ended))
        thread.start()
        point(app, trickling.getsockname()[1], MAIL_TIMEOUT=30, MAIL_LONGEST=0.2, MAIL_USE_SSL=encrypted)
        try:
            with pytest.raises(Unavailable):
                send(app)
        finally:
            ended.set()
            thread.join()
            point(app, 1, MAIL_USE_SSL=False)


def _trickle_at_once(server: socket.socket, ended: threading.Event) -> None:
    connection, _ = server.accept()
    # What looks like the beginning of a long record, where encryption is spoken, and of a long line where it is not.
    with connection:
        connection.sendall(b"\x16\x03\x03\x20\x00")
        while not ended.wait(0.01):
            try:
                connection.sendall(b"2")
            except OSError:
                return


def _trickle(server: socket.socket, ended: threading.Event) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"220 hello\r\n")
        connection.recv(1000)
        connection.sendall(b"250 hello\r\n")
        connection.recv(1000)
        while not ended.wait(0.01):
            try:
                connection.sendall(b"2")
            except OSError:
                return


def test_one_connection_serves_many_messages_and_mends_itself(app, serve):
    mailbox = Moody(to_content=["", "hang up"])
    serve(app, mailbox)
    with Connection(app.extensions["mail"]) as connection:
        connection.hand_over("a@example.org", "b@example.org", BODY)
        first = connection.host
        with pytest.raises(smtplib.SMTPServerDisconnected):
            connection.hand_over("a@example.org", "b@example.org", BODY)
        connection.hand_over("a@example.org", "b@example.org", BODY)
        assert connection.host is not first
        assert len(mailbox.mails) == 2


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(app, serve):
    mailbox = Mailbox()
    server = serve(app, mailbox, options={"enable_SMTPUTF8": True})
    send(app, to="zoé@école.example")
    assert [mail.recipients for mail in mailbox.mails] == [("zoé@xn--cole-9oa.example",)]
    assert server.port
    serve(app, mailbox, options={"enable_SMTPUTF8": False})
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(app, to="zoé@école.example")


def test_a_header_beyond_ascii_is_announced_to_the_server(app, serve):
    body = BODY.replace(b"Subject: x", "Reply-To: zoé@example.ca".encode())
    serve(app, Mailbox(), options={"enable_SMTPUTF8": False})
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(app, body)


def test_flask_mail_hands_out_our_connection(app):
    point(app, 1)
    assert type(Mail(app).connect()) is Connection
    assert rendering.own_address() == "cohorts@example.org"
