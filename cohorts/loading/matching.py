"""Which session of the file is which of the database: decided from plain values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from cohorts.programs.details import SessionDetails

# The surest likeness first. In the end by order alone: a session that moved keeps its place in calendars.
LIKENESSES: tuple[Callable[[SessionDetails], Any], ...] = (
    lambda session: (session.starts_at, session.title),
    lambda session: session.starts_at,
    lambda _session: None,
)


def matched(wanted: Sequence[SessionDetails], present: Iterable[SessionDetails]) -> list[SessionDetails]:
    """The wanted sessions with the ids of those present that they are; None for new ones."""
    left, found = list(present), list(wanted)
    for likeness in LIKENESSES:
        for place, session in enumerate(found):
            same = next((each for each in left if likeness(each) == likeness(session)), None)
            if session.id is None and same is not None:
                found[place] = replace(session, id=same.id)
                left.remove(same)
    return found
