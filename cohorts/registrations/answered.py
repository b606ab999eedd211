"""How much has been answered."""

from sqlalchemy import func, select

from cohorts.core.database import db
from cohorts.registrations.models import Answer


def count(question_id: int) -> int:
    """How many registrations have an answer to a question."""
    query = select(func.count(Answer.registration_id.distinct())).where(Answer.question_id == question_id)
    return db.session.scalar(query) or 0
