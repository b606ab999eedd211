"""A virus scanner that speaks as clamd does (INSTREAM, ended by NUL), on a free port or a socket in a folder."""

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# What it finds. The file that real scanners know would be found by those of a developer's machine, too.
MARK = b"-- a virus, for a test --"


class Scanner(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """The server; `seen` holds what it was given, `most` is the largest stream that it takes.

    `answer` is what it says in place of what it finds; `while_it_looks` is called before that.
    """

    daemon_threads, allow_reuse_address = True, True
    answer: bytes | None = None
    most = 25_000_000

    def __init__(self, address: tuple[str, int] | str) -> None:
        self.address_family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.seen: list[bytes] = []
        self.while_it_looks: Callable[[], object] = lambda: None
        super().__init__(address, _Handler)

    @property
    def address(self) -> str:
        """What the setting says to find it."""
        return self.server_address if isinstance(self.server_address, str) else "{}:{}".format(*self.server_address)


class _Handler(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        given = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            given += self.rfile.read(length)
            if len(given) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(given)
        self.server.while_it_looks()
        found = b"stream: Eicar-Signature FOUND\0" if MARK in given else b"stream: OK\0"
        self.wfile.write(found if self.server.answer is None else self.server.answer)


@contextmanager
def scanner(folder: Path | None = None) -> Iterator[Scanner]:
    """A running scanner, on a socket in this folder where one is given."""
    with Scanner(str(folder / "clamd.sock") if folder else ("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
