"""The virus scanner: each file is handed to clamd before it counts, where an installation has one."""

import logging
import socket
import struct
from collections.abc import Iterable

from flask import current_app

from cohorts.files.errors import Infected, NotScanned

CONNECT_SECONDS = 5.0
# It answers after it has looked through a whole file, and into the archives in it.
ANSWER_SECONDS = 60.0
LONGEST_ANSWER = 4096

log = logging.getLogger(__name__)


def check(pieces: Iterable[bytes], *, name: str) -> None:
    """Raise Infected, or NotScanned where there is no answer; without the setting nothing is asked.

    It takes as long as the scanner does: never call it inside a transaction.
    """
    address = current_app.config["CLAMD"]
    if not address:
        return
    try:
        answer = _asked(address, pieces)
    except OSError as error:
        log.warning("clamd at %s gave no answer, so a file was refused: %s", address, error)
        raise NotScanned from error
    if answer.endswith(" FOUND"):
        log.warning("A file was refused; clamd says: %s", answer)
        raise Infected(name=name)
    if not answer.endswith(": OK"):
        log.warning("clamd at %s could not look at a file, so it was refused: %s", address, answer or "no answer")
        raise NotScanned


def _asked(address: str, pieces: Iterable[bytes]) -> str:
    with _connected(address) as connection:
        connection.settimeout(ANSWER_SECONDS)
        try:
            connection.sendall(b"zINSTREAM\0")
            for data in pieces:
                connection.sendall(struct.pack("!L", len(data)) + data)
            connection.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It stops listening to a file that is larger than its own limit, and says so.
            log.debug("clamd stopped listening")
        return _answer(connection)


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        return _connected_here(address)
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)


def _connected_here(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(CONNECT_SECONDS)
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER and (data := connection.recv(LONGEST_ANSWER)):
        answer += data
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
