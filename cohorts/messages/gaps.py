"""Messages with words of one's own in one language and not in another."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from cohorts.core.database import db
from cohorts.messages import kinds
from cohorts.messages.models import MessageTemplate
from cohorts.programs.models import Cohort


class Gaps(NamedTuple):
    """How many kinds of messages lack a language: by cohort, by cohort where it has words of its own, by program."""

    cohorts: dict[int, int]
    own: dict[int, int]
    programs: dict[int, int]


def counts(cohorts: Sequence[Cohort]) -> Gaps:
    """Those of these cohorts and of their programs; one statement, and none where nobody wrote anything."""
    about = [each for each in cohorts if each.templates_version or each.program.templates_version]
    if not about:
        return Gaps({}, {}, {})
    programs = {each.program_id: each.program for each in about}
    of_cohort = MessageTemplate.cohort_id.in_([each.id for each in about])
    of_program = MessageTemplate.program_id.in_(programs)
    columns = MessageTemplate.cohort_id, MessageTemplate.program_id, MessageTemplate.kind, MessageTemplate.language
    rows = db.session.execute(select(*columns).where(or_(of_cohort, of_program))).all()
    found = Gaps({}, {}, {})
    for number, program in programs.items():
        written = {(row.kind, row.language) for row in rows if row.program_id == number}
        found.programs[number] = len(_lacking(program.languages, written))
    for each in about:
        own = {(row.kind, row.language) for row in rows if row.cohort_id == each.id}
        above = {(row.kind, row.language) for row in rows if row.program_id == each.program_id}
        lacking = _lacking(each.languages, own | above)
        found.cohorts[each.id] = len(lacking)
        found.own[each.id] = len(lacking & {kind for kind, _language in own})
    return found


def _lacking(languages: Sequence[str], written: set[tuple[str, str]]) -> set[str]:
    return {
        kind for kind in kinds.KINDS
        if 0 < sum((kind, language) in written for language in languages) < len(languages)
    }  # fmt: skip
