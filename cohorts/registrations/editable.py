"""Which questions somebody may answer, or answer anew: decided from plain values."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from cohorts.questions import types
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION
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


def until(question: AskedQuestion, times: Times, now: datetime) -> datetime:
    """Until when a question may be answered by who may answer it now."""
    ends = times.after_seat_until if question.stage == AFTER_SEAT else times.closes
    return times.ends if question.stays_editable or ends is None or ends <= now else min(ends, times.ends)


def now_of(
    registration: Registration, form: AskedForm, stage: str, now: datetime, *, missing: Collection[int] = ()
) -> list[AskedQuestion]:
    """The questions of a stage that this person may answer now.

    `missing`: those that must be answered and are not; of a registration they may be given late.
    """
    times, state = times_of(registration, form), registration.state
    return [
        question for question in questions_of(form.of_stage(stage))
        if may_answer(
            stage=stage, stays_editable=question.stays_editable or (stage == REGISTRATION and question.id in missing),
            state=state, times=times, now=now,
        )
    ]  # fmt: skip


def times_of(registration: Registration, form: AskedForm) -> Times:
    """The times of a registration's cohort."""
    cohort = registration.cohort
    return Times(cohort.closes, form.after_seat_until, cohort.ends_at)


def questions_of(questions: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    """Those that ask something: no headings, no texts."""
    return [question for question in questions if types.of(question.wording.type).asks]
