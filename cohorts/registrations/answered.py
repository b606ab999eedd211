"""How much has been answered."""

from collections.abc import Collection

from sqlalchemy import func, select

from cohorts.core.database import db
from cohorts.registrations.models import Answer


def count(question_id: int) -> int:
    """How many registrations have an answer to a question."""
    query = select(func.count(Answer.registration_id.distinct())).where(Answer.question_id == question_id)
    return db.session.scalar(query) or 0


def counts(question_ids: Collection[int]) -> dict[int, int]:
    """How many registrations have an answer to each of these questions; those without any are left out."""
    query = select(Answer.question_id, func.count(Answer.registration_id.distinct()).label("people"))
    query = query.where(Answer.question_id.in_(question_ids)).group_by(Answer.question_id)
    return {row.question_id: row.people for row in db.session.execute(query)}
