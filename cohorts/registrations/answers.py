"""Answers: kept with a registration, taken along, left behind."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from cohorts.core import clock
from cohorts.core.database import Base, db
from cohorts.files import uploads
from cohorts.files.models import Upload
from cohorts.questions.asking import Given
from cohorts.questions.fields import Value
from cohorts.questions.types.consent import AGREED
from cohorts.questions.wordings import AskedForm
from cohorts.registrations import said
from cohorts.registrations.models import Agreement, Answer, Registration
from cohorts.registrations.said import Said

# Sent as they are, past the session's unit of work: registering writes them while others wait for its lock.
_ANSWERS = insert(Base.metadata.tables[Answer.__tablename__])
_AGREEMENTS = insert(Base.metadata.tables[Agreement.__tablename__])
_UPLOADS = select(Upload.token, Upload.id, Upload.registration_id).where(
    Upload.token.in_(bindparam("tokens", expanding=True))
)


def store(registration_id: int, given: Sequence[Given], *, form_key: str) -> None:
    """Keep the answers of a registration that has none to these questions; inside the caller's verb. Raises Gone.

    `form_key` is the one-time key of the form that the files came with.
    """
    if not given:
        return
    files = _claimed(registration_id, given, form_key)
    rows = [_row(registration_id, each, value, files) for each in given for value in each.values]
    db.session.connection().execute(_ANSWERS, rows)
    if agreed := [_agreement(registration_id, each) for each in given if _is_agreement(each)]:
        db.session.connection().execute(_AGREEMENTS, agreed)


def follow(old: Registration, new: Registration, form: AskedForm) -> tuple[int, int]:
    """Take answers along to another cohort, where its form asks for the same by key and type; in the caller's verb.

    How many went along, of how many.
    """
    answers = said.of(old.id)
    taken = said.fitting(answers, form)
    files = [value.upload for each in taken for value in each.values if value.upload]
    found = {token: upload_id for token, upload_id, _ in db.session.execute(_UPLOADS, {"tokens": files})}
    places = {value.upload: each.question.id for each in taken for value in each.values if value.upload}
    for token, upload_id in found.items():
        to = {"registration_id": new.id, "cohort_id": new.cohort_id, "question_id": places[token]}
        db.session.execute(update(Answer).where(Answer.upload_id == upload_id).values(upload_id=None))
        db.session.execute(update(Upload).where(Upload.id == upload_id).values(to))
    store(new.id, taken, form_key="")
    return len(taken), len(answers)


def leave_behind(registration_id: int) -> None:
    """Forget what the former person said: the next one sees none of it and is asked anew; in the caller's verb."""
    drop(registration_id, said.of(registration_id))


def drop(registration_id: int, gone: Iterable[Said]) -> None:
    """Keep these answers no more; their files go, their agreements are marked withdrawn. In the caller's verb."""
    ids = [each.question_id for each in gone]
    of_these = Answer.registration_id == registration_id, Answer.question_id.in_(ids)
    files = [found for found in db.session.scalars(select(Answer.upload_id).where(*of_these)) if found]
    db.session.execute(delete(Answer).where(*of_these))
    if files:
        uploads.release(files)
    agreed = Agreement.registration_id == registration_id, Agreement.question_id.in_(ids)
    given_up = update(Agreement).where(*agreed, Agreement.withdrawn_at.is_(None)).values(withdrawn_at=clock.now())
    db.session.execute(given_up)


def _claimed(registration_id: int, given: Sequence[Given], form_key: str) -> dict[str, int]:
    tokens = [value.upload for each in given for value in each.values if value.upload]
    if not tokens:
        return {}
    found = db.session.execute(_UPLOADS, {"tokens": tokens}).all()
    mine = {row.token for row in found if row.registration_id == registration_id}
    uploads.claim([token for token in tokens if token not in mine], form_key=form_key, registration_id=registration_id)
    return {row.token: row.id for row in found}


def _row(registration_id: int, given: Given, value: Value, files: dict[str, int]) -> dict[str, Any]:
    return {
        "registration_id": registration_id, "question_id": given.question.id, "version_id": given.version_id,
        "choice": value.choice, "text": value.text, "number": value.number,
        "upload_id": files[value.upload] if value.upload else None,
    }  # fmt: skip


def _agreement(registration_id: int, given: Given) -> dict[str, Any]:
    return {
        "registration_id": registration_id, "question_id": given.question.id, "version_id": given.version_id,
        "agreed_at": clock.now(),
    }  # fmt: skip


def _is_agreement(given: Given) -> bool:
    return given.question.wording.type == "consent" and given.values[0].choice == AGREED
