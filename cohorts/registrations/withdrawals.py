"""Withdrawing: the applicant gives the seat, or the place in the line, back."""

from cohorts.activity.actors import Actor
from cohorts.core.database import verb
from cohorts.registrations import moves, proofs, registrations, states, waitlist
from cohorts.registrations.emails import withdrawn


@verb
def withdraw(registration_id: int, *, by: Actor) -> None:
    """End a registration at its applicant's wish; its seat goes to the first in line. Done twice is done once."""
    registration, seats, cohort = registrations.locked(registration_id)
    if registration.state == states.WITHDRAWN:
        return
    proofs.note(registration, by=by)
    moves.move(registration, "withdraw", states.WITHDRAWN, seats=seats, by=by)
    withdrawn.write(registration)
    waitlist.serve(seats, cohort, by=by)
