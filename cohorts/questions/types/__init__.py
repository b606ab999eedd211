"""The types of questions: each in a file of its own, found by being here."""

from importlib import import_module
from pkgutil import iter_modules

from cohorts.questions.types.base import TYPES, QuestionType

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["TYPES", "QuestionType", "in_order", "of"]


def of(name: str) -> QuestionType:
    """The type of this name; raises KeyError."""
    return TYPES[name]


def in_order() -> list[QuestionType]:
    """All types, as organizers are offered them."""
    return sorted(TYPES.values(), key=lambda each: each.rank)
