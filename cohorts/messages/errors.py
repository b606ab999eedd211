"""What says no to words."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal

SUBJECT = 0


class Problem(NamedTuple):
    """What is wrong, and where: in the subject, or in a line of the message."""

    line: int
    sentence: Any

    @property
    def where(self) -> str:
        """The place, in words."""
        return str(gettext("Subject") if self.line == SUBJECT else gettext("Line %(number)s", number=self.line))


class BadWords(Refusal):
    """Words that cannot be sent; all that is wrong with them is said at once."""

    status = 422
    sentence = _l("These words cannot be sent as they are.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        said = [gettext("%(where)s: %(what)s", where=each.where, what=each.sentence) for each in self.problems]
        return "\n".join(said)
