"""Whose form a page is about: that of a cohort, or the one that a program keeps."""

from functools import cached_property
from typing import Any

from flask import url_for

from cohorts.core import languages
from cohorts.core.errors import Missing
from cohorts.core.numbers import NO_BREAK
from cohorts.core.text import words
from cohorts.organizer import cohorts
from cohorts.organizer.desk import DeskCohort
from cohorts.programs import owners
from cohorts.programs import queries as programs
from cohorts.programs.models import Program
from cohorts.questions import queries
from cohorts.questions.wordings import AskedForm, AskedQuestion

LONGEST_NAME = 80


class FormPlace:
    """A cohort, or a program, as the pages of its form need it."""

    def __init__(self, program: Program, cohort: DeskCohort | None) -> None:
        """`cohort`: None for the form that the program keeps."""
        self.program, self.cohort = program, cohort
        self.owner = owners.cohort(cohort.id) if cohort else owners.program(program.id)
        self.languages: list[str] = cohort.cohort.languages if cohort else program.languages
        self.timezone = cohort.timezone if cohort else None

    @cached_property
    def form(self) -> AskedForm:
        """The form as it is asked now."""
        return queries.of_owner(self.owner)

    @property
    def name(self) -> str:
        """How the cohort or the program is called."""
        title = self.cohort.title if self.cohort else self.program.title
        return words(title, languages.current())

    @property
    def url(self) -> str:
        """The page of its form."""
        return self.address("form")

    @property
    def back(self) -> str:
        """The page of the cohort, or of the program."""
        return self.cohort.url if self.cohort else url_for("organizer.program", program=self.program.slug)

    def address(self, endpoint: str, **values: Any) -> str:
        """One of the pages of its form."""
        place = self.cohort.place if self.cohort else {"program": self.program.slug}
        return url_for(f"organizer.{endpoint}", **place, **values)


def found(program: str, cohort: str | None) -> FormPlace:
    """The place of an address; raises Missing."""
    if cohort is None:
        return FormPlace(programs.program(program), None)
    shown = cohorts.found(program, cohort)
    return FormPlace(shown.cohort.program, shown)


def of_question(question_id: int) -> tuple[FormPlace, AskedQuestion]:
    """A question, a deleted one too, with the place of its form; raises Missing."""
    owner = queries.owner_of(question_id)
    if owner is None:
        raise Missing
    place = of_owner(owner)
    return place, next(each for each in place.form.everything if each.id == question_id)


def of_owner(owner: owners.Owner) -> FormPlace:
    """The place of a cohort or a program."""
    if owner.kind == "program":
        return FormPlace(programs.programs_by_id([owner.id])[owner.id], None)
    cohort = programs.cohorts_by_id([owner.id])[owner.id]
    return found(cohort.program.slug, cohort.slug)


def called(question: AskedQuestion) -> str:
    """How people call a question: its label, or how its text begins."""
    wording = question.wording
    said = words(wording.label, languages.current()) or words(wording.text, languages.current()) or question.key
    return said if len(said) <= LONGEST_NAME else f"{said[:LONGEST_NAME].rsplit(' ', 1)[0]}{NO_BREAK}…"
