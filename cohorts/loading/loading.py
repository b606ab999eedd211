"""Loading a file: makes or changes what it names, all or nothing; the same file twice changes nothing."""

from typing import NamedTuple

from cohorts.activity.actors import IMPORT
from cohorts.core.database import verb
from cohorts.core.errors import Missing
from cohorts.loading import document, forms, words
from cohorts.loading.document import Document, WrittenCohort
from cohorts.loading.matching import matched
from cohorts.loading.messages import WrittenMessage
from cohorts.loading.problems import Problems
from cohorts.programs import institution, owners, programs, queries
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort, CohortSession, Program
from cohorts.programs.owners import Owner
from cohorts.registrations import cohorts, seats

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
SEEN = ("published", "cancelled")


class Line(NamedTuple):
    """What became of one thing."""

    kind: str
    slug: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}".strip() + f": {self.outcome}"


def load(text: str, name: str) -> list[Line]:
    """Load the text of a file called `name`; a line for each thing in it. Raises BadFile."""
    return _write(document.parse(text, name), name)


@verb
def _write(said: Document, name: str) -> list[Line]:
    problems = Problems(name)
    _lock(said)
    lines = [] if said.institution is None else [_institution(said.institution)]
    program_id, line = _program(said)
    cohorts_of = [
        _cohort(program_id, said.program["slug"], cohort, f"cohort[{number}]", problems)
        for number, cohort in enumerate(said.cohorts, 1)
    ]
    # Last of all, since what is sent in this transaction is not to be in words that may yet be undone.
    lines.append(_with_words(line, owners.program(program_id), said.messages, "program", problems))
    for number, (cohort, found) in enumerate(zip(said.cohorts, cohorts_of, strict=True), 1):
        for key, line in found:
            lines.append(_with_words(line, owners.cohort(key), cohort.messages, f"cohort[{number}]", problems))
    problems.raise_if_any()
    return lines


def _with_words(
    line: Line, owner: Owner, said: list[WrittenMessage] | None, where: str, problems: Problems
) -> Line:  # fmt: skip
    changed = words.become(owner, said, where, problems)
    return line._replace(outcome=CHANGED) if changed and line.outcome == UNCHANGED else line


def _lock(said: Document) -> None:
    # All of them before anything is written, in the order of their ids: two loads cannot hold each other up.
    program, slugs = _present_program(said.program["slug"]), {cohort.details.slug for cohort in said.cohorts}
    present = queries.all_of_program(program) if program else ()
    for cohort_id in sorted(cohort.id for cohort, _seats in present if cohort.slug in slugs):
        seats.lock(cohort_id)


def _institution(said: dict[str, object]) -> Line:
    made = institution.current() is None
    changed = institution.edit(by=IMPORT, **said)  # type: ignore[arg-type]
    return Line("institution", "", _outcome(made, changed))


def _program(said: Document) -> tuple[int, Line]:
    found = _present_program(said.program["slug"])
    if found is None:
        key, changed, status = programs.create(by=IMPORT, **said.program), True, "draft"
    else:
        key, status = found.id, found.status
        changed = programs.edit(key, by=IMPORT, **said.program)
    if status == "draft" and any(cohort.status in SEEN for cohort in said.cohorts):
        programs.publish(key, by=IMPORT)
        changed = True
    return key, Line("program", said.program["slug"], _outcome(found is None, changed))


def _cohort(
    program_id: int, program: str, said: WrittenCohort, where: str, problems: Problems
) -> list[tuple[int, Line]]:  # fmt: skip
    told = []
    with problems.at(where):
        found = _present_cohort(program, said.details.slug)
        if found is None:
            key, status, changed = _made(program_id, said), "draft", True
        else:
            key, status = found.id, found.status
            changed = cohorts.edit(
                key, by=IMPORT, details=said.details, capacity=said.capacity, held_back=said.held_back,
                sessions=matched(said.sessions, map(_details, found.sessions)),
            )  # fmt: skip
        with problems.at(f"{where}.status"):
            _become(key, status, said.status or status)
        is_other = forms.become(key, said.form, where, problems)
        changed = changed or is_other or said.status not in (None, status)
        told.append((key, Line("cohort", f"{program}/{said.details.slug}", _outcome(found is None, changed))))
    return told


def _made(program_id: int, said: WrittenCohort) -> int:
    return cohorts.create(
        by=IMPORT, program_id=program_id, details=said.details, sessions=said.sessions, capacity=said.capacity,
        held_back=said.held_back,
    )  # fmt: skip


def _become(cohort_id: int, status: str, wanted: str) -> None:
    if wanted == status:
        return
    if wanted == "draft":
        cohorts.unpublish(cohort_id, by=IMPORT)
    elif wanted == "archived":
        cohorts.archive(cohort_id, by=IMPORT)
    else:
        cohorts.publish(cohort_id, by=IMPORT)
        if wanted == "cancelled":
            cohorts.cancel(cohort_id, by=IMPORT, reason="")


def _present_program(slug: str) -> Program | None:
    try:
        return queries.program(slug)
    except Missing:
        return None


def _present_cohort(program: str, slug: str) -> Cohort | None:
    try:
        return queries.cohort_with_seats(program, slug)[0]
    except Missing:
        return None


def _details(session: CohortSession) -> SessionDetails:
    return SessionDetails(
        id=session.id, title=session.title, starts_at=session.starts_at, ends_at=session.ends_at, place=session.place
    )


def _outcome(made: bool, changed: bool) -> str:
    return CREATED if made else CHANGED if changed else UNCHANGED
