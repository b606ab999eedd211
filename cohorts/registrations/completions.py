"""Asking people to complete their answers: one mail and one link, never twice a day for the same."""

from datetime import timedelta

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import clock, tokens
from cohorts.core.database import db, verb
from cohorts.questions import queries as forms
from cohorts.registrations import entries, lacking, registrations, said
from cohorts.registrations.emails import complete_answers
from cohorts.registrations.models import Registration

ACT = "ask_to_complete"
A_WHILE = timedelta(days=1)


@verb
def ask(registration_id: int, *, by: Actor, key: str | None = None) -> bool:
    """Write to somebody who lacks answers; whether there was a reason to, now. `key`: the form's one-time key.

    Raises NotActive, CohortOver, Missing.
    """
    registration = registrations.active(registration_id)
    entries.refuse_unless_alive(registration.cohort)
    mark = tokens.keyed_hash("completion", key, str(registration_id)) if key else None
    if trail.done(mark):
        return True
    form = forms.of_cohort(registration.cohort_id)
    missing = lacking.of(registration, form, said.of(registration_id))
    named = ", ".join(question.key for question in missing)
    if not missing or _was_asked(registration, named):
        return False
    complete_answers.write(registration, missing, form)
    trail.record(
        ACT, by=by, subject=("registration", registration_id), cohort_id=registration.cohort_id,
        values={"missing": (None, named)}, key=mark,
    )  # fmt: skip
    return True


def ask_all(cohort_id: int, *, by: Actor, key: str | None = None) -> int:
    """Write to everybody in a cohort who lacks answers, each in a transaction of its own; how many were written to."""
    found = lacking.ids(cohort_id, forms.of_cohort(cohort_id))
    return sum(ask(registration_id, by=by, key=key) for registration_id in found)


def _was_asked(registration: Registration, named: str) -> bool:
    about = Activity.subject_type == "registration", Activity.subject_id == registration.id, Activity.act == ACT
    query = (
        select(ActivityValue.id).join(Activity, Activity.id == ActivityValue.activity_id)
        .where(*about, Activity.at > clock.now() - A_WHILE)
        .where(ActivityValue.name == "missing", ActivityValue.new == named)
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None
