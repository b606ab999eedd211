"""What forms and questions refuse."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal
from cohorts.core.text import Localized, words
from cohorts.questions import conditions


class KeyTaken(Refusal):
    """The key is that of another question of the form, perhaps a deleted one."""

    field = "key"
    sentence = _l("Another question of this form has the key “%(key)s”, or had it before it was deleted.")


class BadKey(Refusal):
    """The key is not one."""

    status = 422
    field = "key"
    sentence = _l("“%(key)s” cannot be a key: use small letters, digits and _, with a letter first.")


class ReservedKey(Refusal):
    """The key is the name of a column of the export."""

    status = 422
    field = "key"
    sentence = _l("“%(key)s” is a column of every export. Choose another key.")


class BadWording(Refusal):
    """A setting of the question makes no sense; says which."""

    status = 422

    def __init__(self, field: str, sentence: str) -> None:
        """The setting, and what is wrong with it."""
        super().__init__()
        self.field, self.sentence = field, sentence


class TypeFixed(Refusal):
    """A question's answers would no longer read as they were meant."""

    status = 422
    field = "type"
    sentence = _l("A question of this type cannot become one of that type. Add a new question instead.")


class Deleted(Refusal):
    """Nobody is asked the question any more."""

    sentence = _l("This question has been deleted, so nothing is saved yet. Bring it back to save what you wrote.")


class AlreadyDeleted(Refusal):
    """There is nothing left to delete."""

    sentence = _l("This question has been deleted already. You can bring it back from the end of this page.")


class TooManyQuestions(Refusal):
    """A form has an end."""

    sentence = _l("A form has at most %(most)d questions.")


class ConditionRefused(Refusal):
    """A condition would make no sense; names whose, and what it is about."""

    status = 422
    field = "condition"

    def __init__(self, fault: conditions.Fault, label: str) -> None:
        """The fault, and how the question with the condition is called."""
        super().__init__(label=label, about=fault.about)
        self.fault, self.sentence = fault, SENTENCES[fault.why]


SENTENCES: dict[str, Any] = {
    conditions.LATER: _l("The condition of “%(label)s” asks for “%(about)s”, which comes later."),
    conditions.UNKNOWN: _l("The condition of “%(label)s” asks for “%(about)s”, which would not be asked before it."),
    conditions.ITSELF: _l("The condition of “%(label)s” asks for its own answer."),
    conditions.NO_CHOICE: _l("The condition of “%(label)s” asks for the choice “%(about)s”, which would be gone."),
    conditions.UNTESTABLE: _l("The condition of “%(label)s” asks for “%(about)s”, which has no choices."),
}


def refused_condition(
    fault: conditions.Fault, labels: Mapping[str, Localized], choices: Mapping[str, Localized], language: str
) -> ConditionRefused:
    """The refusal of a fault, in words that people gave the questions and their choices."""
    named = {key: words(label, language) or key for key, label in labels.items()}
    known = {value: words(label, language) or value for value, label in choices.items()}
    about = (known if fault.why == conditions.NO_CHOICE else named).get(fault.about, fault.about)
    return ConditionRefused(fault._replace(about=about), named.get(fault.key, fault.key))
