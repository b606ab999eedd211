"""“A few answers are missing”: which, until when, and the link to where they are given."""

from collections.abc import Sequence

from cohorts.core import clock, when
from cohorts.core.text import words
from cohorts.mail.values import Lines
from cohorts.questions.asking import AFTER_SEAT
from cohorts.questions.wordings import AskedForm, AskedQuestion
from cohorts.registrations import editable, links
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Registration


def write(registration: Registration, missing: Sequence[AskedQuestion], form: AskedForm) -> None:
    """Write it to the applicant; the link leads to where the first of these is answered."""
    cohort, language, times = registration.cohort, registration.language, editable.times_of(registration, form)
    first = missing[0]
    until = editable.until(first, times, clock.now())
    page = links.MORE_ANSWERS if first.stage == AFTER_SEAT else links.ANSWERS
    letters.write(
        "complete_answers", registration, not_after=until,
        values={
            "questions": Lines(tuple(f"• {words(each.wording.label, language)}" for each in missing)),
            "deadline": when.day_and_time(until, cohort.timezone, language),
            "complete_link": links.manage(registration, to=page),
        },
        cause=f"completion:{registration.reference}:{clock.now():%Y%m%d%H%M%S%f}",
    )  # fmt: skip
