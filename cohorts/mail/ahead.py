"""The next lot is claimed and read while the present one is handed over."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from flask import Flask

from cohorts.mail import claims
from cohorts.mail.claims import Claim, Letter

# What was read so long ago may have been stopped meanwhile.
FRESH_FOR = 1.0


@dataclass
class Lot:
    """Claimed messages, as they were when they were read."""

    claim: Claim
    letters: list[Letter]
    read_at: float

    def fresh(self) -> Iterator[Letter]:
        """Each message in its turn, read again where the reading is old; at least one for each reading."""
        left = self.claim.ids
        if self._is_old():
            self._read(left)
        while self.letters:
            for letter in self.letters:
                left = left[left.index(letter.id) + 1 :]
                yield letter
                if left and self._is_old():
                    break
            else:
                return
            self._read(left)

    def _is_old(self) -> bool:
        return time.monotonic() - self.read_at > FRESH_FOR

    def _read(self, ids: Sequence[int]) -> None:
        self.read_at, self.letters = time.monotonic(), claims.letters(self.claim, ids)


def take(*, probing: bool = False) -> Lot | None:
    """The next lot, or None."""
    claim = claims.take(probing=probing)
    if claim is None:
        return None
    read_at = time.monotonic()
    return Lot(claim, claims.letters(claim, claim.ids), read_at)


class Ahead:
    """A thread that fetches the next lot; what nobody asked for in the end is given back."""

    def __init__(self, app: Flask) -> None:
        self._app, self._pool = app, ThreadPoolExecutor(1)
        self._next: Future[Lot | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        self.drop()

    def look(self) -> None:
        """Begin to fetch."""
        self._next = self._pool.submit(self._take)

    def taken(self) -> Lot | None:
        """What was fetched, if anything."""
        found, self._next = self._next, None
        return found.result() if found is not None else None

    def drop(self) -> None:
        """Give back what was fetched: something else is more urgent."""
        if (lot := self.taken()) is not None:
            claims.give_back(lot.claim)

    def _take(self) -> Lot | None:
        with self._app.app_context():
            return take()
