"""A cohort's form becomes what the file says of it; inside the loader's transaction."""

from collections.abc import Iterator

from cohorts.activity.actors import IMPORT
from cohorts.loading.problems import Problems
from cohorts.loading.questions import WrittenForm
from cohorts.programs import owners
from cohorts.questions import copies, forms, queries, types
from cohorts.questions.wordings import NOTHING, AskedForm, WrittenQuestion


def become(cohort_id: int, said: WrittenForm, where: str, problems: Problems) -> bool:
    """Whether anything changed; what is refused is noted at its place."""
    owner = owners.cohort(cohort_id)
    before = queries.of_owner(owner)
    rest = before if said.questions is None else NOTHING
    organization = said.organization or rest.organization
    until = said.after_seat_until or rest.after_seat_until
    changed = (organization, until) != (before.organization, before.after_seat_until) and forms.edit(
        owner, by=IMPORT, organization=organization, after_seat_until=until
    )
    refused = list(_refused(said.questions or [], before))
    for number, sentence in refused:
        problems.note(f"{where}.question[{number}].type", sentence)
    with problems.at(f"{where}.question"):
        if said.questions is not None and not refused:
            changed = copies.replace(owner, said.questions, by=IMPORT) or changed
    return changed


def _refused(wanted: list[WrittenQuestion], present: AskedForm) -> Iterator[tuple[int, str]]:
    known = {question.key: question.wording.type for question in present.everything}
    for number, question in enumerate(wanted, 1):
        now, then = question.wording.type, known.get(question.key, question.wording.type)
        if now != then and now not in types.of(then).becomes:
            yield number, f"{question.key!r} is a question of type {then!r} already; give this one another key"
