"""Whose words of messages a page is about: those of a cohort, or of a program for its cohorts."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from flask_babel import gettext

from cohorts.core.errors import Missing
from cohorts.messages import kinds, queries
from cohorts.messages.kinds import Kind
from cohorts.messages.queries import Words
from cohorts.organizer import form_places
from cohorts.organizer.form_places import FormPlace
from cohorts.programs import owners
from cohorts.programs import queries as programs
from cohorts.programs.models import Cohort
from cohorts.registrations.emails import quoted


class Line(NamedTuple):
    """A kind of message in the list: whose words it has in each language, and in which it lacks own ones."""

    kind: Kind
    url: str
    words: list[tuple[str, str, bool]]
    lacking: list[str]


class TemplatePlace(FormPlace):
    """A cohort, or a program, as the pages of its messages need it."""

    @property
    def url(self) -> str:
        """The list of its messages."""
        return self.address("templates")

    @cached_property
    def in_force(self) -> dict[queries.Place, Words]:
        """The words of each kind and language."""
        return queries.in_force(self.owner)

    @cached_property
    def answers(self) -> dict[str, str]:
        """The keys of the questions that messages may quote, with how people call them."""
        return {each.key: form_places.called(each) for each in quoted.questions(self.owner)}

    def above(self, kind: str, language: str) -> Words:
        """The words that hold where nothing is written here: the program's, or the default ones."""
        return self._above[kind, language]

    @cached_property
    def sample_cohort(self) -> Cohort | None:
        """The cohort that a preview is about: of a program, its newest."""
        if self.cohort is not None:
            return self.cohort.cohort
        found = programs.all_of_program(self.program)
        return max((row[0] for row in found), key=lambda each: each.id, default=None)

    def lines(self) -> Iterator[tuple[Any, list[Line]]]:
        """All kinds in their groups."""
        for group, title in kinds.GROUPS.items():
            yield title, [self._line(kind) for kind in kinds.KINDS.values() if kind.group == group]

    def version(self, kind: str, language: str) -> int:
        """The version of what is written here; 0 where nothing is."""
        words = self.in_force[kind, language]
        return words.version if words.owner == self.owner else 0

    @cached_property
    def _above(self) -> dict[queries.Place, Words]:
        return queries.above(self.owner)

    def _line(self, kind: Kind) -> Line:
        words = {language: self.in_force[kind.key, language].owner for language in self.languages}
        own = any(words.values())
        return Line(
            kind, self.address("template", kind=kind.key),
            [(language, whose(owner), owner is not None) for language, owner in words.items()],
            [language for language, owner in words.items() if own and owner is None],
        )  # fmt: skip


def found(program: str, cohort: str | None) -> TemplatePlace:
    """The place of an address; raises Missing."""
    place = form_places.found(program, cohort)
    return TemplatePlace(place.program, place.cohort)


def kind_of(key: str) -> Kind:
    """A kind whose words organizers keep; raises Missing."""
    if key not in kinds.KINDS:
        raise Missing
    return kinds.KINDS[key]


def whose(owner: owners.Owner | None) -> str:
    """Whose words they are, in words."""
    if owner is None:
        return str(gettext("Default"))
    return str(gettext("Cohort’s own") if owner.kind == "cohort" else gettext("Program’s own"))
