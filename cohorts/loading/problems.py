"""What is wrong with a load file: gathered, so that all of it is told at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from cohorts.core.errors import Refusal

MOST_TOLD = 20


class BadFile(Refusal):
    """A file that cannot be loaded; `lines` say why, each with its place."""

    status = 422

    def __init__(self, lines: list[str]) -> None:
        """Tells the first of many."""
        super().__init__()
        more = len(lines) - MOST_TOLD
        self.lines = lines if more <= 0 else [*lines[:MOST_TOLD], f"… and {more} more"]

    def __str__(self) -> str:
        return "\n".join(self.lines)


class Problems:
    """The problems of one file."""

    def __init__(self, name: str) -> None:
        """`name` is that of the file."""
        self.name = name
        self.lines: list[str] = []

    def note(self, where: str, sentence: str) -> None:
        """Add one; `where` is a key, such as `cohort[2].capacity`."""
        self.lines.append(f"{self.name}: {where}: {sentence}")

    @contextmanager
    def at(self, where: str) -> Iterator[None]:
        """Note what is refused in this block, at the key that it is about, and go on after it."""
        try:
            yield
        except Refusal as refusal:
            self.note(f"{where}.{refusal.field}" if refusal.field else where, str(refusal))

    def raise_if_any(self) -> None:
        """Raise BadFile with all of them."""
        if self.lines:
            raise BadFile(self.lines)
