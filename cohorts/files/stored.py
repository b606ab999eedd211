"""A file that lies in pieces of one size, as one file to read in."""

import io
from collections.abc import Callable

PIECE = 256 * 1024


class Stored(io.RawIOBase):
    """`fetch` gives the piece of a number; the last one asked for is remembered."""

    def __init__(self, fetch: Callable[[int], bytes], size: int) -> None:
        self._fetch, self._size, self._at = fetch, size, 0
        self._remembered: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go there; a place before the beginning is an error, one after the end is not."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError("before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """The place where the next byte is read."""
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Read up to the end of the piece at hand."""
        if self._at >= self._size:
            return 0
        n, offset = divmod(self._at, PIECE)
        if self._remembered[0] != n:
            self._remembered = (n, self._fetch(n))
        data = self._remembered[1][offset : offset + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
