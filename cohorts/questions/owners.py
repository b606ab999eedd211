"""Whose form it is."""

from typing import NamedTuple


class Owner(NamedTuple):
    """A cohort, or a program, which keeps a form as the pattern of its next cohorts."""

    kind: str
    id: int


def cohort(cohort_id: int) -> Owner:
    """A cohort's form."""
    return Owner("cohort", cohort_id)


def program(program_id: int) -> Owner:
    """The form that a program keeps."""
    return Owner("program", program_id)
