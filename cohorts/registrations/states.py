"""The table of states: which act leads where. Nothing else decides it."""

from typing import NamedTuple

CONFIRMED, WAITLISTED, WITHDRAWN, CANCELLED = "confirmed", "waitlisted", "withdrawn", "cancelled"
STATES = (CONFIRMED, WAITLISTED, WITHDRAWN, CANCELLED)

ACTIVE = frozenset({CONFIRMED, WAITLISTED})
HOLDS_A_SEAT = frozenset({CONFIRMED})
WAITS = frozenset({WAITLISTED})


class Move(NamedTuple):
    """From a state (None: not registered yet), by an act, to a state."""

    before: str | None
    act: str
    after: str


TABLE = (
    Move(None, "register", CONFIRMED),
    Move(None, "register", WAITLISTED),
    Move(WAITLISTED, "promote", CONFIRMED),
    Move(CONFIRMED, "withdraw", WITHDRAWN),
    Move(WAITLISTED, "withdraw", WITHDRAWN),
    Move(CONFIRMED, "cancel", CANCELLED),
    Move(WAITLISTED, "cancel", CANCELLED),
)


def allows(before: str | None, act: str, after: str) -> bool:
    """Whether the table has this move."""
    return Move(before, act, after) in TABLE
