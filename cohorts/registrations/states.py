"""The table of states: which act leads where. Nothing else decides it."""

from typing import NamedTuple

PENDING, WAITLISTED, OFFERED, CONFIRMED = "pending", "waitlisted", "offered", "confirmed"
REJECTED, DECLINED, EXPIRED = "rejected", "declined", "expired"
WITHDRAWN, CANCELLED = "withdrawn", "cancelled"

STATES = (CONFIRMED, OFFERED, WAITLISTED, PENDING, REJECTED, DECLINED, EXPIRED, WITHDRAWN, CANCELLED)
ACTIVE = frozenset({PENDING, WAITLISTED, OFFERED, CONFIRMED})
HOLDS_A_SEAT = frozenset({OFFERED, CONFIRMED})
WAITS = frozenset({WAITLISTED})
ENDED = frozenset(STATES) - ACTIVE
# What the organizers ended is not begun anew by registering again.
ENDED_BY_ORGANIZERS = frozenset({REJECTED, CANCELLED})


class Move(NamedTuple):
    """From a state (None: not registered yet), by an act, to a state."""

    before: str | None
    act: str
    after: str


ENTRIES = (CONFIRMED, OFFERED, WAITLISTED, PENDING)
TABLE = (
    *(Move(None, "register", after) for after in ENTRIES),
    Move(None, "give", OFFERED),
    Move(PENDING, "offer", OFFERED),
    Move(PENDING, "waitlist", WAITLISTED),
    Move(PENDING, "reject", REJECTED),
    Move(WAITLISTED, "promote", CONFIRMED),
    Move(WAITLISTED, "promote", OFFERED),
    Move(WAITLISTED, "offer", OFFERED),
    Move(WAITLISTED, "move_to_end", WAITLISTED),
    Move(WAITLISTED, "reject", REJECTED),
    # Where addresses are proved: held until the new one is.
    Move(CONFIRMED, "correct_address", OFFERED),
    Move(OFFERED, "accept", CONFIRMED),
    Move(OFFERED, "decline", DECLINED),
    Move(OFFERED, "expire", EXPIRED),
    Move(OFFERED, "retract", WAITLISTED),
    *(Move(before, "withdraw", WITHDRAWN) for before in (PENDING, WAITLISTED, CONFIRMED)),
    *(Move(before, "cancel", CANCELLED) for before in (PENDING, WAITLISTED, OFFERED, CONFIRMED)),
    *(Move(before, "move", CANCELLED) for before in (PENDING, WAITLISTED, OFFERED, CONFIRMED)),
    *(
        Move(before, "reinstate", after)
        for before in (REJECTED, DECLINED, EXPIRED, WITHDRAWN, CANCELLED)
        for after in ENTRIES
    ),
)
_MOVES = frozenset(TABLE)


def allows(before: str | None, act: str, after: str) -> bool:
    """Whether the table has this move."""
    return Move(before, act, after) in _MOVES
