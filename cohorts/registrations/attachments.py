"""The files of a cohort's registrations: one by one, and all of them."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Select, func, select

from cohorts.core.database import db
from cohorts.files.models import Upload
from cohorts.questions.models import Question
from cohorts.registrations.models import Answer, Registration

AT_ONCE = 200


class Attachment(NamedTuple):
    """A file, and the registration that it came with."""

    upload: Upload
    registration: Registration


def count(question_id: int, states: Collection[str]) -> int:
    """How many registrations in these states have a file for a question."""
    query = select(func.count()).select_from(Answer).join(Registration, Registration.id == Answer.registration_id)
    query = query.where(Answer.question_id == question_id, Answer.upload_id.is_not(None))
    return db.session.scalar(query.where(Registration.state.in_(sorted(states)))) or 0


def nth(question_id: int, number: int, states: Collection[str]) -> Attachment | None:
    """The n-th file for a question, from 1, of registrations in these states, oldest first."""
    query = (
        select(Upload, Registration)
        .join(Answer, Answer.upload_id == Upload.id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Answer.question_id == question_id, Registration.state.in_(sorted(states)))
        .order_by(Answer.registration_id).limit(1).offset(number - 1)
    )  # fmt: skip
    found = db.session.execute(query).one_or_none()
    return Attachment(found[0], found[1]) if found else None


def is_sensitive(upload: Upload) -> bool:
    """Whether the question that asked for it is sensitive."""
    return bool(db.session.scalar(select(Question.is_sensitive).where(Question.id == upload.question_id)))


def items(cohort_id: int, states: Collection[str], *, sensitive: bool) -> Iterator[tuple[str, int]]:
    """All files of registrations in these states as (path in a zip, upload); those of sensitive questions on demand."""
    query = _paths(cohort_id, sensitive=sensitive).where(Registration.state.in_(sorted(states)))
    last = 0
    while page := db.session.execute(query.where(Upload.id > last)).all():
        db.session.rollback()
        for upload_id, file, key, reference, name in page:
            yield f"{key}/{reference} {name.replace('/', ' ')}/{file}", upload_id
        last = page[-1][0]


def _paths(cohort_id: int, *, sensitive: bool) -> Select[int, str, str, str, str]:
    query = (
        select(Upload.id, Upload.name, Question.key, Registration.reference, Registration.name)
        .join(Answer, Answer.upload_id == Upload.id)
        .join(Question, Question.id == Answer.question_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.cohort_id == cohort_id).order_by(Upload.id).limit(AT_ONCE)
    )  # fmt: skip
    return query if sensitive else query.where(Question.is_sensitive.is_(False))
