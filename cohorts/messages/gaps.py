"""Messages with words of one's own in one language and not in another."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from cohorts.core.database import db
from cohorts.messages import kinds
from cohorts.messages.models import MessageTemplate
from cohorts.programs.models import Cohort


def counts(cohorts: Sequence[Cohort]) -> dict[int, int]:
    """How many kinds of messages lack a language, by cohort; one statement, and none where nobody wrote anything."""
    about = [each for each in cohorts if each.templates_version or each.program.templates_version]
    if not about:
        return {}
    of_cohort = MessageTemplate.cohort_id.in_([each.id for each in about])
    of_program = MessageTemplate.program_id.in_({each.program_id for each in about})
    columns = MessageTemplate.cohort_id, MessageTemplate.program_id, MessageTemplate.kind, MessageTemplate.language
    rows = db.session.execute(select(*columns).where(or_(of_cohort, of_program))).all()
    return {
        each.id: _count(each.languages, {
            (row.kind, row.language) for row in rows if row.cohort_id == each.id or row.program_id == each.program_id
        })
        for each in about
    }  # fmt: skip


def _count(languages: Sequence[str], written: set[tuple[str, str]]) -> int:
    return sum(0 < sum((kind, language) in written for language in languages) < len(languages) for kind in kinds.KINDS)
