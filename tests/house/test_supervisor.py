"""`cohorts serve`: what dies comes back, what is stopped leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.servers.processes import Installation

MOMENTS: dict[str, Callable[[Installation], object]] = {
    "when the children start": lambda it: it.processes("web"),
    "when the web workers start": lambda it: it.workers(),
    "when it serves": lambda it: it.is_healthy(),
}


@pytest.fixture
def serving(installation: Installation) -> subprocess.Popen[bytes]:
    supervisor = installation.start("serve")
    installation.wait_until(lambda: installation.is_healthy() and len(installation.workers()) == 2, "serving")
    return supervisor


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_a_stop_at_any_moment_ends_every_process(installation: Installation, moment: str, number: int) -> None:
    supervisor = installation.start("serve")
    installation.wait_until(lambda: MOMENTS[moment](installation), moment)
    # As a terminal does: the signal goes to the whole group of the foreground process.
    os.killpg(supervisor.pid, number)
    assert supervisor.wait(60) == 0
    assert installation.processes() == []


def test_ctrl_c_while_it_still_loads_leaves_nothing(installation: Installation) -> None:
    supervisor = installation.start("serve")
    os.killpg(supervisor.pid, signal.SIGINT)
    assert supervisor.wait(60) in (0, 130, -signal.SIGINT)
    assert installation.processes() == []


def test_a_killed_supervisor_leaves_nothing(installation: Installation, serving: subprocess.Popen[bytes]) -> None:
    serving.kill()
    serving.wait()
    assert installation.ends()


def test_a_supervisor_killed_with_the_web_server_leaves_nothing(
    installation: Installation, serving: subprocess.Popen[bytes]
) -> None:
    web = [process for process in installation.processes("web") if process not in installation.workers()]
    for process in [serving, *web]:
        process.kill()
    serving.wait()
    assert installation.ends()


def test_nothing_outlives_the_make_that_started_it(installation: Installation) -> None:
    command = f"{sys.executable} -m cohorts serve --parent $$; true"
    shell = Installation(installation.folder, ["sh", "-c", command], PORT=str(installation.port)).start()
    installation.wait_until(installation.is_healthy, "serving")
    shell.kill()
    shell.wait()
    assert installation.ends()


def test_a_killed_web_worker_comes_back(installation: Installation, serving: subprocess.Popen[bytes]) -> None:
    killed = installation.workers()[0]
    killed.kill()
    installation.wait_until(
        lambda: len(new := installation.workers()) == 2 and killed not in new, "two web workers again"
    )
    installation.wait_until(installation.is_healthy, "serving again")
    assert serving.poll() is None


def test_a_web_worker_killed_again_and_again_comes_back(
    installation: Installation, serving: subprocess.Popen[bytes]
) -> None:
    for _ in range(3):
        killed = installation.workers()
        for process in killed:
            process.kill()
        installation.wait_until(
            lambda gone=killed: len(new := installation.workers()) == 2 and not set(gone) & set(new),
            "new workers",
        )
    installation.wait_until(installation.is_healthy, "serving again")
    assert serving.poll() is None


@pytest.mark.parametrize("word", ["web", "worker"])
def test_a_killed_child_comes_back(installation: Installation, serving: subprocess.Popen[bytes], word: str) -> None:
    killed = installation.processes(word)
    next(process for process in killed if process.ppid() == serving.pid).kill()
    installation.wait_until(
        lambda: (new := installation.processes(word)) and len(new) == len(killed) and not set(new) & set(killed),
        f"a new {word}",
    )
    installation.wait_until(installation.is_healthy, "serving again")
    assert serving.poll() is None


def test_a_port_in_use_is_said_in_one_line(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        supervisor = installation.start("serve")
        assert supervisor.wait(60) == 1
    next_one = installation.port + 1
    said = f"Error: Port {installation.port} is in use. Choose another one, for example PORT={next_one}.\n"
    assert installation.log.read_text() == said
