"""The supervisor: starts children, brings a dead one back at once, and leaves no process behind.

Each child runs in a session of its own, so that Ctrl-C reaches only the supervisor, which passes it on in
order. Each child holds the reading end of a pipe, its lifeline: when the supervisor is gone, however it
went, the pipe ends and the child ends with its whole group.
"""

import multiprocessing
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 8.0
REPEAT = 0.5
# A server that is still starting loses a signal to its own workers: the whole group gets the repeats.
PATIENT_WITH_LEADER = 1.0
STEADY = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
TICK = 0.2


@dataclass
class Child:
    """One child process and the pauses that its deaths have earned."""

    command: Sequence[str]
    lifeline: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own."""
        command = [*self.command, "--lifeline", str(self.lifeline)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=[self.lifeline]
        )
        self.started = time.monotonic()

    def is_alive(self) -> bool:
        """Whether its leading process runs."""
        return self.process is not None and self.process.poll() is None

    def mend(self) -> None:
        """Bring it back when it has died: at once the first time, with growing pauses when it dies again."""
        if self.is_alive():
            return
        if self.process is not None:
            self.signal_group(signal.SIGKILL)
            self.process = None
            steady = time.monotonic() - self.started > STEADY
            self.due = time.monotonic() + (0.0 if steady else self.pause)
            self.pause = FIRST_PAUSE if steady else min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        if time.monotonic() >= self.due:
            self.start()

    def signal_group(self, number: int) -> None:
        """Send a signal to the child and all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def signal_leader(self, number: int) -> None:
        """Send a signal to the leading process alone."""
        if self.process is not None:
            self.process.send_signal(number)


def run(
    commands: Sequence[Sequence[str]],
    *,
    listening: tuple[str, int],
    when_ready: Callable[[], None],
    parent: int | None = None,
) -> int:
    """Keep `commands` running until a signal says stop, or the process `parent` is gone.

    Calls `when_ready` once, as soon as somebody answers at `listening`; returns the exit code.
    """
    heard = _hear_signals()
    # The writing end stays here alone: it closes when this process ends, by SIGKILL too.
    lifeline, _held = os.pipe()
    children = [Child(command, lifeline) for command in commands]
    ready = False
    try:
        while not _came(heard) and parent in (None, os.getppid()):
            for child in children:
                child.mend()
            if not ready and _answers(listening):
                ready = True
                when_ready()
    finally:
        _stop(children)
    return 0


def end_with_supervisor(lifeline: int | None) -> None:
    """In a child: end, with the whole group, when the supervisor is gone."""
    if lifeline is not None:
        threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def end_with_parent() -> None:
    """In a web worker: end when the server's main process is gone; without one, nothing to do."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_after, args=(parent.join,), daemon=True).start()


def _hear_signals() -> int:
    # The reading end of a pipe: a signal that comes between a look and a wait is not lost.
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in STOPPING:
        signal.signal(number, lambda *_: None)
    return reading


def _came(heard: int) -> bool:
    return bool(select.select([heard], [], [], TICK)[0])


def _answers(listening: tuple[str, int]) -> bool:
    try:
        socket.create_connection(listening, timeout=TICK).close()
    except OSError:
        return False
    return True


def _stop(children: Sequence[Child]) -> None:
    began = time.monotonic()
    while alive := [child for child in children if child.is_alive()]:
        waited = time.monotonic() - began
        for child in alive:
            if waited > GRACE:
                child.signal_group(signal.SIGKILL)
            elif waited > PATIENT_WITH_LEADER:
                child.signal_group(signal.SIGTERM)
            else:
                child.signal_leader(signal.SIGTERM)
        _wait_for_any(alive)
    for child in children:
        child.signal_group(signal.SIGKILL)


def _wait_for_any(children: Sequence[Child]) -> None:
    until = time.monotonic() + REPEAT
    while time.monotonic() < until and all(child.is_alive() for child in children):
        time.sleep(0.02)


def _watch(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENT_WITH_LEADER)
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _die_after(wait: Callable[[], None]) -> None:
    wait()
    os.kill(os.getpid(), signal.SIGKILL)
