"""Who sends too much reads our page about it, not an error of the browser."""

import http.client
from contextlib import closing

import pytest

from tests.servers.processes import Installation


@pytest.mark.parametrize("size", [1_100_000, 30_000_000])
def test_a_body_that_is_too_large_is_answered_with_our_page(installation: Installation, size: int) -> None:
    installation.start("serve")
    installation.wait_until(installation.is_healthy, "serving")
    with closing(http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)) as connection:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/en/registrations/find", b"email=" + b"x" * size, kind)
        answer = connection.getresponse()
        assert answer.status == 413
        assert "That is too much for one form" in answer.read().decode()
    assert installation.get() == 200
