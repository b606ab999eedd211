"""Whose it is: a form, or the words of messages."""

from typing import NamedTuple


class Owner(NamedTuple):
    """A cohort, or a program, which keeps it for its cohorts."""

    kind: str
    id: int


def cohort(cohort_id: int) -> Owner:
    """A cohort's own."""
    return Owner("cohort", cohort_id)


def program(program_id: int) -> Owner:
    """What a program keeps."""
    return Owner("program", program_id)
