"""The laws of seats, line and trail, checked on the data at hand.

Each law is one statement, so that it sees one moment while the site goes on; it yields a sentence for each breach.
What the database itself refuses (more seats taken than there are, a place given twice) is not looked for here.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import addresses, clock
from cohorts.mail.models import Message
from cohorts.programs import phases
from cohorts.programs.models import Cohort, CohortSession, Program, Seats
from cohorts.registrations import answer_laws, standings, states
from cohorts.registrations.models import Registration
from cohorts.registrations.standings import Query

TIME_TO_TELL = timedelta(hours=1)
# What the applicant is told of each change of state: any of these kinds of mail.
TOLD = {
    # Whom the organizers moved here is told by a mail of that.
    ("register", states.CONFIRMED): ("seat_confirmed", "moved"),
    ("register", states.WAITLISTED): ("waitlisted", "moved"),
    ("register", states.OFFERED): ("verify_address", "moved"),
    ("register", states.PENDING): ("received", "moved"),
    ("give", states.OFFERED): ("offer_made",),
    ("promote", states.CONFIRMED): ("seat_now_yours",),
    ("promote", states.OFFERED): ("offer_made",),
    ("offer", states.OFFERED): ("offer_made",),
    ("waitlist", states.WAITLISTED): ("waitlisted",),
    ("move_to_end", states.WAITLISTED): ("moved_to_end",),
    ("reject", states.REJECTED): ("not_selected",),
    ("correct_address", states.OFFERED): ("verify_address",),
    ("accept", states.CONFIRMED): ("seat_confirmed",),
    ("decline", states.DECLINED): ("declined",),
    ("expire", states.EXPIRED): ("offer_expired",),
    ("retract", states.WAITLISTED): ("offer_retracted",),
    **{("reinstate", state): ("reinstated",) for state in states.ENTRIES},
    ("withdraw", states.WITHDRAWN): ("withdrawn",),
    ("cancel", states.CANCELLED): ("cancelled", "cohort_cancelled"),
}


def breaches() -> Iterator[str]:
    """A sentence for each place where the data breaks a law; reads only."""
    for law in LAWS:
        yield from law()


def every_cohort_has_seats() -> Iterator[str]:
    """The row of counters is there: it is the cohort's lock."""
    query = standings.of_cohorts().outerjoin(Seats, Seats.cohort_id == Cohort.id).where(Seats.cohort_id.is_(None))
    for row in standings.read(query):
        yield f"{row.cohort}: it has no row of seats."


def seats_taken_are_counted() -> Iterator[str]:
    """Seats taken = registrations that hold one."""
    for each in standings.all_cohorts():
        if each.taken != each.holding:
            yield f"{each.cohort}: counted as taken: {each.taken}; registrations that hold a seat: {each.holding}."


def who_waits_is_counted() -> Iterator[str]:
    """The number waiting = registrations in the line."""
    for each in standings.all_cohorts():
        if each.waiting != each.in_line:
            yield f"{each.cohort}: counted as waiting: {each.waiting}; registrations in the line: {each.in_line}."


def nobody_sits_beyond_the_capacity() -> Iterator[str]:
    """No more registrations hold a seat than there are seats."""
    for each in standings.all_cohorts():
        if each.holding + each.held_back > each.capacity:
            kept = f" and {each.held_back} are held back" if each.held_back else ""
            yield f"{each.cohort}: {each.holding} registrations hold a seat{kept}, and there are {each.capacity}."


def no_seat_is_free_while_somebody_waits() -> Iterator[str]:
    """Where the line is served, a free seat goes to whoever waits."""
    now = clock.now()
    for each in standings.all_cohorts():
        free = each.capacity - each.held_back - each.holding
        service = phases.service(
            status=each.status, admission=each.admission, serves_waitlist=each.serves_waitlist,
            last_offer=each.last_offer, now=now,
        )  # fmt: skip
        if service == phases.BY_ITSELF and free > 0 and each.in_line:
            yield f"{each.cohort}: seats free: {free}, while registrations wait: {each.in_line}."


def places_come_before_the_next_one() -> Iterator[str]:
    """A place is never given again."""
    for each in standings.all_cohorts():
        if each.last_place >= each.next_place:
            yield f"{each.cohort}: the next place would be {each.next_place}, and place {each.last_place} is given."


def an_address_is_active_once() -> Iterator[str]:
    """One active registration per cohort and address."""
    query = (
        standings.of_cohorts(func.min(Registration.reference).label("reference"), func.count().label("times"))
        .join(Registration, Registration.cohort_id == Cohort.id)
        .where(Registration.state.in_(states.ACTIVE))
        .group_by(Program.slug, Cohort.slug, Registration.email_key)
        .having(func.count() > 1)
    )
    for row in standings.read(query):
        yield f"{row.cohort}: {row.times} active registrations have the address of {row.reference}."


def addresses_are_compared_by_their_keys() -> Iterator[str]:
    """The key by which addresses are compared is made from the address."""
    for row in standings.read(select(Registration.reference, Registration.email, Registration.email_key)):
        if addresses.canonical(row.email) != row.email_key:
            yield f"{row.reference}: its address is compared by the key of another one."


def cohorts_last_from_first_to_last_session() -> Iterator[str]:
    """A cohort starts with its first session and ends with its last one."""
    first, last = func.min(CohortSession.starts_at), func.max(CohortSession.ends_at)
    query = (
        standings.of_cohorts()
        .outerjoin(CohortSession, and_(CohortSession.cohort_id == Cohort.id, CohortSession.removed_at.is_(None)))
        .group_by(Program.slug, Cohort.slug, Cohort.starts_at, Cohort.ends_at)
        .having(or_(first.is_(None), first != Cohort.starts_at, last != Cohort.ends_at))
    )
    for row in standings.read(query):
        yield f"{row.cohort}: its start and end are not those of its sessions."


def the_trail_ends_in_the_present_state() -> Iterator[str]:
    """Every change of state is in the trail."""
    latest, value = _latest_changes().subquery(), aliased(ActivityValue)
    query = (
        select(Registration.reference, Registration.state, value.new)
        .outerjoin(latest, latest.c.subject_id == Registration.id)
        .outerjoin(value, value.id == latest.c.value_id)
        .where(or_(value.new.is_(None), value.new != Registration.state))
    )
    for row in standings.read(query):
        yield f"{row.reference}: it is {row.state}, and its trail says {row.new or 'nothing'}."


def who_should_know_was_told() -> Iterator[str]:
    """Every change of state that the applicant should know of has its message.

    From the first message on: the demo, which writes none, happened before it.
    """
    first = select(func.min(Message.created_at)).where(Message.subject_type == "registration").scalar_subquery()
    query = (
        select(Registration.reference, Activity.act)
        .join(Activity, and_(Activity.subject_id == Registration.id, Activity.subject_type == "registration"))
        .join(ActivityValue, and_(ActivityValue.activity_id == Activity.id, ActivityValue.name == "state"))
        .where(Activity.actor_kind != "import", Activity.at >= first, or_(*_untold()))
    )
    for row in standings.read(query.order_by(Activity.id)):
        yield f"{row.reference}: no message tells of the act “{row.act}”."


def people_of_cancelled_cohorts_are_told() -> Iterator[str]:
    """Within an hour, the worker has ended every registration of a cancelled cohort."""
    cancelled = func.max(Activity.at)
    query = (
        standings.of_cohorts(func.count(Registration.id.distinct()).label("people"))
        .join(Registration, Registration.cohort_id == Cohort.id)
        .join(Activity, and_(Activity.subject_id == Cohort.id, Activity.subject_type == "cohort"))
        .where(Cohort.status == "cancelled", Registration.state.in_(states.ACTIVE), Activity.act == "cancel")
        .group_by(Program.slug, Cohort.slug)
        .having(cancelled < clock.now() - TIME_TO_TELL)
    )
    for row in standings.read(query):
        yield f"{row.cohort}: cancelled, and registrations that are still active: {row.people}. Does the worker run?"


def offers_end_in_time() -> Iterator[str]:
    """Within an hour, the worker has ended every offer whose time is over."""
    query = select(Registration.reference).where(Registration.offer_ends_at < clock.now() - TIME_TO_TELL)
    for row in standings.read(query.order_by(Registration.id)):
        yield f"{row.reference}: its offer ended, and its seat is still held. Does the worker run?"


LAWS: tuple[Callable[[], Iterator[str]], ...] = (
    every_cohort_has_seats,
    seats_taken_are_counted,
    who_waits_is_counted,
    nobody_sits_beyond_the_capacity,
    no_seat_is_free_while_somebody_waits,
    places_come_before_the_next_one,
    an_address_is_active_once,
    addresses_are_compared_by_their_keys,
    cohorts_last_from_first_to_last_session,
    the_trail_ends_in_the_present_state,
    who_should_know_was_told,
    people_of_cancelled_cohorts_are_told,
    offers_end_in_time,
    *answer_laws.LAWS,
)


def _latest_changes() -> Query:
    return (
        select(Activity.subject_id, func.max(ActivityValue.id).label("value_id"))
        .join(ActivityValue, ActivityValue.activity_id == Activity.id)
        .where(Activity.subject_type == "registration", ActivityValue.name == "state")
        .group_by(Activity.subject_id)
    )


def _untold() -> Iterator[Any]:
    about = Message.subject_type == "registration", Message.subject_id == Registration.id
    for (act, after), kinds in TOLD.items():
        told = select(Message.id).where(*about, Message.kind.in_(kinds)).exists()
        yield and_(Activity.act == act, ActivityValue.new == after, ~told)
