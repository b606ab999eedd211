"""What mails say to who has a seat, where the cohort asks them more: until when, and the link that leads there."""

from collections.abc import Callable

from sqlalchemy import bindparam, exists, select

from cohorts.core import clock, when
from cohorts.core.database import db
from cohorts.mail.values import Value
from cohorts.programs.models import Cohort
from cohorts.questions.asking import AFTER_SEAT
from cohorts.questions.models import Question, QuestionForm
from cohorts.registrations import links, states
from cohorts.registrations.models import Registration

NOTHING: dict[str, Value] = {"more_until": "", "more_link": ""}

# One small statement: such mails are written while others wait for the cohort's lock.
_UNTIL = select(QuestionForm.after_seat_until).where(
    QuestionForm.cohort_id == bindparam("cohort"),
    exists().where(Question.form_id == QuestionForm.id, Question.stage == AFTER_SEAT, Question.archived_at.is_(None)),
)


def values(registration: Registration) -> dict[str, Value]:
    """The deadline and the link; both empty where nothing more is asked, or no longer."""
    if registration.state != states.CONFIRMED:
        return dict(NOTHING)
    cohort, language = registration.cohort, registration.language
    return for_seats(cohort, language, link=lambda: links.manage(registration, to=links.MORE_ANSWERS))


def for_seats(cohort: Cohort, language: str, *, link: Callable[[], str]) -> dict[str, Value]:
    """The same for whoever has, or would have, a seat in a cohort."""
    found = db.session.execute(_UNTIL, {"cohort": cohort.id}).one_or_none()
    if found is None or (found.after_seat_until and found.after_seat_until <= clock.now()):
        return dict(NOTHING)
    until = found.after_seat_until
    return {"more_until": when.day_and_time(until, cohort.timezone, language) if until else "", "more_link": link()}
