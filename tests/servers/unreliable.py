"""A mail server that misbehaves by script, once for each line of it, and is a good one after that."""

import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.servers.smtp import Mail, Mailbox

# What it does in place of answering: nothing, a byte now and then, hang up, or answer so.
HANG, TRICKLE, DROP = "hang", "trickle", "drop"
SECONDS_A_BYTE = 0.03


@dataclass(frozen=True)
class Fault:
    """What it does where: `at` is connect, EHLO, MAIL, RCPT, DATA, text (in the middle) or dot.

    `keeps`: at the final dot it takes the message, and only its answer is lost. `after`: so many that it took before.
    """

    at: str
    does: str
    keeps: bool = False
    after: int = 0

    def __str__(self) -> str:
        """For the names of tests."""
        return f"{self.at} {self.does}{' kept' if self.keeps else ''}"


class Unreliable(socketserver.ThreadingTCPServer):
    """The server; `mailbox` holds what it took, `unanswered` those of it of which it did not say so.

    While it `is_away` it hangs up on whoever calls.
    """

    daemon_threads, allow_reuse_address = True, True

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults, self.mailbox, self.ended = list(faults), Mailbox(), threading.Event()
        self.unanswered: list[Mail] = []
        self.is_away = False
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Conversation)

    def fault(self, at: str) -> Fault | None:
        """What is to go wrong here, where it is its turn."""
        with self._lock:
            is_next = self.faults and self.faults[0].at == at and self.faults[0].after <= len(self.mailbox.mails)
            return self.faults.pop(0) if is_next else None

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: whoever is treated so hangs up."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Unreliable

    def handle(self) -> None:
        with suppress(_Over, OSError):
            if self.server.is_away:
                return
            self._answer("connect", "220 hello")
            sender, recipients = "", []
            while line := self.rfile.readline():
                words = line.decode("ascii", "replace").strip()
                verb = words[:4].upper()
                if verb == "MAIL":
                    taken, (sender, recipients) = self._answer(verb, "250 2.1.0 fine"), (_address(words), [])
                    sender = sender if taken else ""
                elif verb == "RCPT":
                    recipients += [_address(words)] if self._answer(verb, "250 2.1.5 fine") else []
                elif verb == "DATA" and self._answer(verb, "354 go on"):
                    self._take(sender, recipients)
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                elif verb in ("EHLO", "RSET"):
                    self._answer(verb, "250 fine")

    def _take(self, sender: str, recipients: list[str]) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
            if not line or self.server.fault("text"):
                raise _Over
        fault = self.server.fault("dot")
        if fault is None or fault.keeps:
            mail = Mail(sender, tuple(recipients), b"".join(lines))
            self.server.unanswered += [mail] if fault else []
            self.server.mailbox.keep(mail)
        self._do(fault, "250 2.0.0 kept")

    def _answer(self, at: str, otherwise: str) -> bool:
        fault = self.server.fault(at)
        self._do(fault, otherwise)
        return fault is None

    def _do(self, fault: Fault | None, otherwise: str) -> None:
        does = fault.does if fault else otherwise
        if does == DROP:
            raise _Over
        if does == HANG:
            self.server.ended.wait()
            raise _Over
        if does == TRICKLE:
            while not self.server.ended.wait(SECONDS_A_BYTE):
                self.wfile.write(b"2")
        self._say(does)
        if does.startswith("421"):
            raise _Over

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Over(Exception):
    """The line is cut."""


def _address(words: str) -> str:
    return words.partition("<")[2].partition(">")[0]


@contextmanager
def unreliable(*faults: Fault) -> Iterator[Unreliable]:
    """The server, running."""
    with Unreliable(faults) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
