"""What kept a message from the mail server is said in a sentence; the server's own words stay as they are."""

import errno
import os
import smtplib
import socket
import ssl
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from cohorts.mail import connection, troubles

REFUSED = "The mail server cannot be reached (connection refused)."


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """As much of an application as sentences need."""
    app = Flask("bare")
    Babel(app)
    with app.app_context():
        yield


def error(number):
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (error(errno.ECONNREFUSED), REFUSED),
        (error(errno.EHOSTUNREACH), "The mail server cannot be reached (no way there through the network)."),
        (error(errno.ENETUNREACH), "The mail server cannot be reached (no way there through the network)."),
        (error(errno.ETIMEDOUT), "The mail server does not answer in time."),
        (TimeoutError("timed out"), "The mail server does not answer in time."),
        (error(errno.ECONNRESET), "The mail server broke the connection off."),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "The mail server broke the connection off."),
        (socket.gaierror(-2, "Name or service not known"), "The mail server cannot be found: nothing has its name."),
        (
            ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"),
            "The mail server’s certificate cannot be trusted, so nothing is sent to it.",
        ),
        (
            smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
            "No encrypted connection to the mail server can be made.",
        ),
        (OSError(errno.EPERM, "Operation not permitted"), "The mail server cannot be reached."),
    ],
)
def test_what_the_net_or_the_encryption_says_becomes_a_sentence(found, sentence):
    assert troubles.sentence(connection.said(found)) == sentence


@pytest.mark.parametrize("answer", [None, "", "250 ok", "421 4.3.2 connection refused, timed out", "it came back"])
def test_the_servers_own_words_are_left_alone(answer):
    assert troubles.sentence(answer) == ""
