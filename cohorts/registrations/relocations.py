"""Moving to another cohort of the program: out of one and into the other in one transaction."""

from cohorts.activity.actors import Actor
from cohorts.core import tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort, Seats
from cohorts.questions import queries as forms_of
from cohorts.registrations import answers, entries, moves, registrations, seats, states, waitlist
from cohorts.registrations.emails import moved
from cohorts.registrations.errors import AddressTaken, NotActive, SameCohort
from cohorts.registrations.models import Registration
from cohorts.registrations.registrations import Person


@verb
def move(registration_id: int, *, to: int, by: Actor, key: str) -> str:
    """Move somebody to another cohort, as if they registered there now; the new reference.

    Raises SameCohort, NotActive, AddressTaken, CohortOver, Missing.
    """
    here = db.session.get(Registration, registration_id)
    if here is None:
        raise Missing
    both = _locked(here.cohort_id, to)
    here = db.session.get_one(Registration, registration_id, populate_existing=True)
    mark = tokens.keyed_hash("moved", key, str(registration_id))
    done = registrations.of_key(to, mark)
    if done is not None:
        return done.reference
    (old_line, old), (line, cohort) = both[here.cohort_id], both[to]
    _refuse(here, old, cohort)
    moves.move(here, "move", states.CANCELLED, seats=old_line, by=by, values={"to": (None, cohort.id)})
    there = _copied(here, cohort, mark)
    after = entries.state(there, line, cohort)
    ends = entries.offer_end(cohort, until=cohort.ends_at) if after == states.OFFERED else None
    moves.enter(there, after, seats=line, by=by, offer_ends_at=ends, values={"from": (None, old.id)})
    taken, of_all = answers.follow(here, there, forms_of.of_cohort(cohort.id))
    moved.write(there, here=here, taken=taken, of_all=of_all)
    waitlist.serve(old_line, old, by=by)
    return there.reference


def _locked(*cohort_ids: int) -> dict[int, tuple[Seats, Cohort]]:
    # In the order of their ids, so that two moves both ways cannot hold each other up.
    return {cohort_id: seats.lock(cohort_id) for cohort_id in sorted(set(cohort_ids))}


def _refuse(here: Registration, old: Cohort, cohort: Cohort) -> None:
    if cohort.program_id != old.program_id:
        raise Missing
    if cohort.id == old.id:
        raise SameCohort
    entries.refuse_unless_alive(cohort)
    if not here.is_active:
        raise NotActive
    if registrations.active_of(cohort.id, here.email_key):
        raise AddressTaken


def _copied(here: Registration, cohort: Cohort, mark: str) -> Registration:
    there = registrations.new(Person(here.name, here.email, here.organization, here.language), cohort, mark)
    there.privacy_notice_id, there.privacy_agreed_at = here.privacy_notice_id, here.privacy_agreed_at
    there.news_agreed_at, there.news_wording = here.news_agreed_at, here.news_wording
    there.email_proved_at = here.email_proved_at
    there.address_failed_at, there.address_failure = here.address_failed_at, here.address_failure
    return there
