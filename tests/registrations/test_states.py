"""The table of states, and that nothing leaves it."""

import re
from itertools import product

import pytest

from cohorts.core.paths import PACKAGE
from cohorts.programs.models import Seats
from cohorts.registrations import moves, states
from cohorts.registrations.errors import CannotMove
from cohorts.registrations.models import Registration

ACTS = sorted({move.act for move in states.TABLE})
ABSENT = [
    combination
    for combination in product(states.STATES, ACTS, states.STATES)
    if states.Move(*combination) not in states.TABLE
]


@pytest.mark.parametrize(("before", "act", "after"), ABSENT)
def test_what_the_table_does_not_have_is_refused(before, act, after):
    registration = Registration(state=before, revision=0)
    seats = Seats(capacity=1, taken=0, waiting=0, next_place=1)
    with pytest.raises(CannotMove):
        moves.move(registration, act, after, seats=seats, by=None)
    assert (registration.state, seats.taken, seats.waiting) == (before, 0, 0)


def test_only_the_moves_change_a_state():
    writers = [
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / "registrations").rglob("*.py")
        if re.search(r"\bregistration\.state = |\bstate=states\.", path.read_text("utf-8"))
    ]
    assert writers == ["registrations/moves.py"]
