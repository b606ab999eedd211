"""Decisions of the organizers: offer, waitlist or reject, one by one or many at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import entries, moves, offers, seats, states, waitlist
from cohorts.registrations.emails import not_selected, waitlisted
from cohorts.registrations.errors import STATES, ChangedMeanwhile, OutOfOrder
from cohorts.registrations.models import Registration

OFFER, WAITLIST, REJECT = "offer", "waitlist", "reject"
ACTS = (OFFER, WAITLIST, REJECT)
# In which states one may be decided on so.
OPEN_TO = {act: tuple(s for s in states.ACTIVE if any(states.allows(s, act, e) for e in states.STATES)) for act in ACTS}


@verb
def decide(
    cohort_id: int, act: str, revisions: Mapping[int, int], *, by: Actor,
    note: str = "", reason: str = "", key: str | None = None,
) -> int:  # fmt: skip
    """Decide on registrations of a cohort, all or none; how many. `revisions`: each id, as it was when it was shown.

    `note` goes to the applicants; `reason` says in the trail why somebody who waits is offered a seat out of turn.
    Raises ChangedMeanwhile, NotEnoughSeats, OutOfOrder, CohortOver, PastLastOffer, CannotMove, Missing.
    """
    line, cohort = seats.lock(cohort_id)
    if trail.done(key):
        return len(revisions)
    people = _chosen(cohort_id, revisions)
    if act == OFFER:
        offers.refuse_unless_free(line, cohort, len(people))
        if not reason and passes_others(people):
            raise OutOfOrder
    else:
        entries.refuse_unless_alive(cohort)
    values = {"decision": (None, act), "count": (None, len(people))}
    trail.record("decide", by=by, subject=("cohort", cohort.id), cohort_id=cohort.id, values=values, key=key)
    for registration in people:
        _do(act, registration, line, cohort, by, note, reason)
    waitlist.serve(line, cohort, by=by)
    return len(people)


def passes_others(people: Sequence[Registration]) -> bool:
    """Whether some of these people, in the order of their places, wait less long than others who are not among them."""
    waiting = [each for each in people if each.state == states.WAITLISTED]
    return bool(waiting) and waitlist.first(waiting[0].cohort_id, len(waiting)) != waiting


def _do(act: str, registration: Registration, line: Seats, cohort: Cohort, by: Actor, note: str, reason: str) -> None:
    values: moves.Values = {"note": (None, note)} if note else {}
    if act == OFFER:
        if reason and registration.state == states.WAITLISTED:
            values["out_of_order"] = (None, reason)
        offers.make(registration, line, cohort, by=by, note=note, values=values)
    elif act == WAITLIST:
        moves.move(registration, act, states.WAITLISTED, seats=line, by=by, values=values)
        waitlisted.write(registration, position=line.waiting, note=note)
    else:
        moves.move(registration, REJECT, states.REJECTED, seats=line, by=by, values=values)
        not_selected.write(registration, note=note)


def _chosen(cohort_id: int, revisions: Mapping[int, int]) -> Sequence[Registration]:
    query = select(Registration).where(Registration.cohort_id == cohort_id, Registration.id.in_(revisions))
    # Those who wait keep their order; those who are undecided are taken in the order in which they applied.
    found = list(db.session.scalars(query.order_by(Registration.place, Registration.id)))
    if not found or len(found) < len(revisions):
        raise Missing
    for registration in found:
        if registration.revision != revisions[registration.id]:
            now = STATES[registration.state]
            raise ChangedMeanwhile(name=registration.name, email=registration.email, state=now)
    return found
