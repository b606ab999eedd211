"""Our own processes, started as an installation starts them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

SECONDS = 60
ROOT = Path(__file__).parents[2]


class Installation:
    """A folder with a database, and `cohorts` commands that run on it."""

    def __init__(self, folder: Path, command: list[str] | None = None, cwd: Path = ROOT, **environment: str) -> None:
        self.folder, self.cwd = folder, cwd
        self.port = free_port()
        self.command = command or [sys.executable, "-m", "cohorts"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COHORTS_")}
        self.environment = {
            **inherited,
            "COHORTS_ENVIRONMENT": "development",
            "COHORTS_INSTANCE": str(folder),
            "COHORTS_BASE_URL": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            **environment,
        }
        self.log = folder / "log.txt"
        self.started: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed; AssertionError where it failed."""
        done = subprocess.run(
            [*self.command, *arguments], env=self.environment, cwd=self.cwd, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in a session of its own, as a terminal does."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*self.command, *arguments],
                env=self.environment,
                cwd=self.cwd,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def processes(self, word: str = "") -> list[psutil.Process]:
        """All living processes of this installation whose command line has `word`."""
        mine = [process for process in psutil.process_iter() if self._owns(process)]
        return [process for process in mine if not word or word in words_of(process)]

    def workers(self) -> list[psutil.Process]:
        """The web workers: what the web server's main process started."""
        mains = {process.pid for process in self.processes("web")}
        return [process for process in self.processes("web") if process.ppid() in mains]

    def get(self, path: str = "/healthz", seconds: float = 5) -> int:
        """The status of an answer; an OSError where none comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def is_healthy(self) -> bool:
        """Whether it answers."""
        try:
            return self.get() == 200
        except (OSError, http.client.HTTPException):
            return False

    def ends(self) -> bool:
        """Whether, after a while, no process is left and nobody answers."""
        self.wait_until(lambda: not self.processes() and not self.is_healthy(), "everything gone")
        return True

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition; AssertionError with the log where it does not come."""
        end = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < end, f"not in {SECONDS} s: {what}\n{self.log.read_text()}"
            time.sleep(0.02)

    def end(self) -> None:
        """Kill whatever is left."""
        for process in self.started:
            process.kill()
            process.wait()
        while left := self.processes():
            for process in left:
                with suppress(psutil.NoSuchProcess, ProcessLookupError):
                    process.send_signal(signal.SIGKILL)

    def _owns(self, process: psutil.Process) -> bool:
        try:
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and process.environ().get("COHORTS_INSTANCE") == str(self.folder)
        except psutil.Error:
            return False


def words_of(process: psutil.Process) -> list[str]:
    """The words of its command line."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
