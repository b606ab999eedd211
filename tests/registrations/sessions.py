"""The sessions of a cohort, said again as a form says them."""

from dataclasses import replace
from typing import Any

from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort
from cohorts.programs.sessions import PARTS


def said_again(cohort: Cohort, **changes: Any) -> list[SessionDetails]:
    """Each as it is, with its id; `changes` are of the first."""
    said = [SessionDetails(id=each.id, **{name: getattr(each, name) for name in PARTS}) for each in cohort.sessions]
    return [replace(said[0], **changes), *said[1:]]
