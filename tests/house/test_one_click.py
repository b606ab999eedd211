"""One click of a mail program, against the server that an installation runs: raw bytes, no cookie, once is enough."""

import socket
import sqlite3

import pytest
from itsdangerous import URLSafeSerializer

from tests.servers.processes import Installation

SECRET = "testing-only-known-to-everybody-0123456789-abcdef"
FORM = b"List-Unsubscribe=One-Click"
PARTS = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


@pytest.fixture
def serving(installation: Installation) -> Installation:
    """A site with the demo's programs."""
    installation.environment["COHORTS_SECRET_KEY"] = SECRET
    installation.run("demo")
    installation.start("serve")
    installation.wait_until(installation.is_healthy, "serving")
    return installation


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/x-www-form-urlencoded", FORM), ("multipart/form-data; boundary=x", PARTS)],
    ids=["form", "multipart"],
)
def test_a_post_acts_at_once_and_gets_no_cookie_and_looking_changes_nothing(
    serving: Installation, kind: str, body: bytes
) -> None:
    token = URLSafeSerializer(SECRET, salt="unsubscribe").dumps({"a": "ana@example.ca", "p": 1})
    before = dump(serving)
    for _ in range(2):
        assert ask(serving, "GET", token)[0] == 200
    assert dump(serving) == before
    for _ in range(2):
        status, headers = ask(serving, "POST", token, kind, body)
        assert (status, "set-cookie" in headers) == (200, False)
        assert len(rows(serving, "suppressions")) == 1
    assert token not in serving.log.read_text()


def ask(site: Installation, method: str, token: str, kind: str = "text/plain", body: bytes = b"") -> tuple[int, str]:
    """Status and headers, in small letters, of what is answered to these very bytes."""
    head = f"{method} /en/unsubscribe/{token} HTTP/1.1\r\nHost: mail.example\r\nConnection: close\r\n"
    head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    headers = answer.partition(b"\r\n\r\n")[0].decode().lower()
    return int(headers.split(" ", 2)[1]), headers


def rows(site: Installation, table: str) -> list[tuple]:
    with sqlite3.connect(site.folder / "cohorts.sqlite3") as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def dump(site: Installation) -> list[str]:
    # What the worker writes by itself, its heartbeat and its claims, is no act of who looks.
    with sqlite3.connect(site.folder / "cohorts.sqlite3") as database:
        return [line for line in database.iterdump() if '"heartbeats"' not in line and '"messages"' not in line]
