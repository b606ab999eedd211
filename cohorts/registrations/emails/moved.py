"""“You are now registered for another cohort”."""

from cohorts.core import when
from cohorts.core.numbers import number
from cohorts.core.text import words
from cohorts.mail.values import as_text
from cohorts.registrations import calendars
from cohorts.registrations.emails import letters, outcomes
from cohorts.registrations.models import Registration


def write(registration: Registration, *, here: Registration, taken: int = 0, of_all: int = 0) -> None:
    """Write it to whom the organizers moved here; `here`: their registration in the cohort that they left.

    `taken`: how many answers went along, `of_all` that they gave; without any, nothing is said of answers.
    """
    language, before = registration.language, here.cohort
    said = {
        "old_cohort": words(before.title, language),
        "old_dates": as_text(when.dates(before.starts_at, before.ends_at, before.timezone, language)),
        "answers_taken": number(taken, language) if of_all else "",
        "answers_given": number(of_all, language) if of_all else "",
    }
    letters.write(
        "moved", registration, values=outcomes.values(registration), said=said,
        cancelling=calendars.attachments(here), not_after=registration.cohort.ends_at,
    )  # fmt: skip
