"""Whose words they are."""

from typing import NamedTuple


class Owner(NamedTuple):
    """A cohort, or a program, whose words are those of its cohorts."""

    kind: str
    id: int


def cohort(cohort_id: int) -> Owner:
    """A cohort's own words."""
    return Owner("cohort", cohort_id)


def program(program_id: int) -> Owner:
    """The words of a program."""
    return Owner("program", program_id)
