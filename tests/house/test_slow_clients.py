"""People whose connection hangs do not keep others waiting."""

import socket
from contextlib import ExitStack

import pytest

from tests.servers.processes import Installation

HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_BODY = (
    b"POST /en/registrations/find HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail="
)


@pytest.mark.parametrize("path", ["/healthz", "/en/"])
def test_half_open_connections_and_crawling_bodies_do_not_stop_the_site(installation: Installation, path: str) -> None:
    installation.start("serve")
    installation.wait_until(lambda: installation.is_healthy() and len(installation.workers()) == 2, "serving")
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(installation)) for _ in range(220)]
        for number, connection in enumerate(slow):
            connection.sendall(HALF_A_HEADER if number < 200 else HALF_A_BODY)
        # A second is the most that another visitor waits, each of several times, while all of those hang.
        assert [installation.get(path, seconds=1) for _ in range(20)] == [200] * 20
        for connection in slow:
            connection.sendall(b"x")
        assert [connection for connection in slow if is_ended(connection)] == []


def connect(installation: Installation) -> socket.socket:
    return socket.create_connection(("127.0.0.1", installation.port))


def is_ended(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
