"""Which questions somebody may answer, or answer anew: decided from plain values."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cohorts.questions import types
from cohorts.questions.asking import AFTER_SEAT
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import states
from cohorts.registrations.models import Registration


class Times(NamedTuple):
    """Until when answers change: those to the registration, those that are asked after the seat, any at all."""

    closes: datetime
    after_seat_until: datetime | None
    ends: datetime


def may_answer(*, stage: str, stays_editable: bool, state: str, times: Times, now: datetime) -> bool:
    """Whether a question of this stage may be answered now by the person of a registration in this state."""
    if state not in states.ACTIVE or now >= times.ends:
        return False
    if stage == AFTER_SEAT:
        until = times.after_seat_until
        return state == states.CONFIRMED and (stays_editable or until is None or now < until)
    return stays_editable or now < times.closes


def now_of(registration: Registration, form: AskedForm, stage: str, now: datetime) -> list[AskedQuestion]:
    """The questions of a stage that this person may answer now."""
    times, state = times_of(registration, form), registration.state
    return [
        question
        for question in questions_of(form.of_stage(stage))
        if may_answer(stage=stage, stays_editable=question.stays_editable, state=state, times=times, now=now)
    ]


def times_of(registration: Registration, form: AskedForm) -> Times:
    """The times of a registration's cohort."""
    cohort = registration.cohort
    return Times(cohort.closes, form.after_seat_until, cohort.ends_at)


def questions_of(questions: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    """Those that ask something: no headings, no texts."""
    return [question for question in questions if types.of(question.wording.type).asks]
