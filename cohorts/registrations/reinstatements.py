"""Reinstating: who has left stands again where whoever registers now would stand."""

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import verb
from cohorts.registrations import entries, moves, registrations, states, waitlist
from cohorts.registrations.emails import reinstated
from cohorts.registrations.errors import AddressTaken


@verb
def reinstate(registration_id: int, *, by: Actor, key: str | None = None) -> str:
    """Bring a registration back; its new state. Raises CannotMove, AddressTaken, CohortOver."""
    registration, line, cohort = registrations.locked(registration_id)
    if trail.done(key):
        return registration.state
    entries.refuse_unless_alive(cohort)
    if not registration.is_active and registrations.active_of(cohort.id, registration.email_key):
        raise AddressTaken
    after = entries.state(registration, line, cohort)
    ends = entries.offer_end(cohort, until=cohort.ends_at) if after == states.OFFERED else None
    moves.move(registration, "reinstate", after, seats=line, by=by, offer_ends_at=ends, key=key)
    reinstated.write(registration)
    waitlist.serve(line, cohort, by=by)
    return registration.state
