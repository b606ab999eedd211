"""The words of a program's or cohort's messages become what the file says of them; inside the loader's transaction."""

from cohorts.activity.actors import IMPORT
from cohorts.loading import messages
from cohorts.loading.messages import WrittenMessage
from cohorts.loading.problems import Problems
from cohorts.messages import editing
from cohorts.programs.owners import Owner
from cohorts.registrations.emails import quoted


def become(owner: Owner, said: list[WrittenMessage] | None, where: str, problems: Problems) -> bool:
    """Whether anything changed; of whom the file says nothing, the words stay. What is wrong is noted at its place."""
    if said is None:
        return False
    answers = quoted.keys(owner)
    if messages.note_problems(said, where, problems, answers=answers):
        return False
    words = {(each.kind, language): typed for each in said for language, typed in each.words.items()}
    return editing.replace(owner, words, by=IMPORT, answers=answers)
