"""The only clock: everything that asks for the time asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stands_at: ContextVar[datetime | None] = ContextVar("stands_at", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _stands_at.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for this thread only: the demo tells what happened before today."""
    token = _stands_at.set(moment)
    try:
        yield
    finally:
        _stands_at.reset(token)
