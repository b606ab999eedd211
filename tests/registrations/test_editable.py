"""Until when answers change: a truth table."""

import pytest

from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
from cohorts.registrations import states
from cohorts.registrations.editable import Times, may_answer, until
from tests.factories.programs import at
from tests.factories.questions import a_question

TIMES = Times(closes=at("2026-11-10 17:00"), after_seat_until=at("2026-11-20 17:00"), ends=at("2026-11-29 17:00"))
BEFORE, BETWEEN, LATE, OVER = (at(f"2026-11-{day} 12:00") for day in ("09", "15", "25", "30"))


@pytest.mark.parametrize(
    ("stage", "stays_editable", "state", "now", "may"),
    [
        (REGISTRATION, False, states.PENDING, BEFORE, True),
        (REGISTRATION, False, states.CONFIRMED, TIMES.closes, False),
        (REGISTRATION, True, states.CONFIRMED, BETWEEN, True),
        (REGISTRATION, True, states.CONFIRMED, OVER, False),
        (REGISTRATION, True, states.WITHDRAWN, BEFORE, False),
        (AFTER_SEAT, False, states.CONFIRMED, BEFORE, True),
        (AFTER_SEAT, False, states.CONFIRMED, BETWEEN, True),
        (AFTER_SEAT, False, states.CONFIRMED, LATE, False),
        (AFTER_SEAT, True, states.CONFIRMED, LATE, True),
        (AFTER_SEAT, True, states.CONFIRMED, OVER, False),
        (AFTER_SEAT, True, states.OFFERED, BEFORE, False),
        (AFTER_SEAT, True, states.WAITLISTED, BEFORE, False),
    ],
)
def test_who_may_answer_what_and_until_when(stage, stays_editable, state, now, may):
    said = may_answer(stage=stage, stays_editable=stays_editable, state=state, times=TIMES, now=now)
    assert said == may


def test_without_a_deadline_the_questions_after_the_seat_stay_open_until_the_end():
    times = TIMES._replace(after_seat_until=None)
    asked = {"stage": AFTER_SEAT, "stays_editable": False, "state": states.CONFIRMED, "times": times}
    assert (may_answer(**asked, now=LATE), may_answer(**asked, now=OVER)) == (True, False)


@pytest.mark.parametrize(
    ("stage", "now", "ends"),
    [
        (REGISTRATION, BEFORE, TIMES.closes),
        (REGISTRATION, BETWEEN, TIMES.ends),
        (AFTER_SEAT, BETWEEN, TIMES.after_seat_until),
    ],
)
def test_a_deadline_is_told_that_is_still_to_come(stage, now, ends):
    assert until(a_question(stage=stage), TIMES, now) == ends
