"""Where somebody is now whom the organizers moved to another cohort."""

from typing import NamedTuple

from sqlalchemy import select

from cohorts.activity import queries as trail_of
from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations import states
from cohorts.registrations.models import Registration


class Whereabouts(NamedTuple):
    """The cohort, and the registration there, where the address still has one."""

    cohort: Cohort
    registration: Registration | None


def of(registration: Registration) -> Whereabouts | None:
    """Where a registration goes on that ended by being moved; None for all others."""
    if registration.state != states.CANCELLED:
        return None
    changes = (
        (entry.act, values)
        for entry in trail_of.of(("registration", registration.id))
        if "state" in (values := {value.name: value.new for value in entry.values})
    )
    act, values = next(changes, ("", {}))
    cohort = db.session.get(Cohort, int(values.get("to") or 0)) if act == "move" else None
    if cohort is None:
        return None
    there = Registration.cohort_id == cohort.id, Registration.email_key == registration.email_key
    return Whereabouts(cohort, db.session.scalar(select(Registration).where(*there).order_by(Registration.id.desc())))
