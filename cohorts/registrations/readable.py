"""Answers as people read them: in the wording that was shown, with their files, and when a consent was given."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from cohorts.core.database import db
from cohorts.core.text import Localized
from cohorts.files import sizes, uploads
from cohorts.files.models import Upload
from cohorts.registrations import said
from cohorts.registrations.models import Agreement, Answer
from cohorts.registrations.said import Said

PROSE = "long_text"
_FILES = (
    select(Answer.question_id, Upload).join(Upload, Upload.id == Answer.upload_id)
    .where(Answer.registration_id == bindparam("registration"))
)  # fmt: skip
_AGREED = select(Agreement.question_id, Agreement.agreed_at).where(
    Agreement.registration_id == bindparam("registration"), Agreement.withdrawn_at.is_(None)
)


class Readable(NamedTuple):
    """One answer; `lines` holds several where several were chosen, or where it is prose."""

    said: Said
    lines: list[str]
    upload: Upload | None
    agreed_at: datetime | None

    @property
    def label(self) -> Localized:
        """What was asked."""
        return self.said.wording.label

    @property
    def size(self) -> str:
        """How large its file is."""
        return sizes.words(self.upload.size) if self.upload else ""

    @property
    def is_prose(self) -> bool:
        """Whether it is a text of several paragraphs."""
        return self.said.wording.type == PROSE


def of(registration_id: int, language: str, stages: Collection[str] = ("registration", "after_seat")) -> list[Readable]:
    """The answers of a registration in the order of its form, deleted questions among them."""
    answers = [answer for answer in said.of(registration_id) if answer.stage in stages]
    if not answers:
        return []
    its = {"registration": registration_id}
    files = {row[0]: row[1] for row in db.session.execute(_FILES, its)}
    agreed = {row[0]: row[1] for row in db.session.execute(_AGREED, its)}
    return [
        Readable(each, each.lines(language), files.get(each.question_id), agreed.get(each.question_id))
        for each in answers
    ]


def file_of(registration_id: int, token: str) -> Upload | None:
    """The file that an answer of this registration refers to."""
    if not uploads.TOKEN.fullmatch(token):
        return None
    query = select(Upload).join(Answer, Answer.upload_id == Upload.id)
    return db.session.scalar(query.where(Answer.registration_id == registration_id, Upload.token == token))
