"""For each verb of registrations: a scene in which it has as much to do as it can, and the call.

A scene makes its cohort and people, and returns the call; made twice, the call does what it did once.
"""

from collections.abc import Callable
from datetime import timedelta

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock, tokens
from cohorts.programs import institution
from cohorts.registrations import (
    addresses,
    cancellations,
    capacity,
    cohorts,
    decisions,
    finding,
    held_back,
    offers,
    registrations,
    reinstatements,
    transfers,
    waitlist,
    withdrawals,
)
from tests.factories.programs import a_cohort, a_program, details, two_days
from tests.factories.registrations import a_person, a_registration, read
from tests.proof import answer_scenes, message_scenes

Call = Callable[[], object]
Scene = Callable[[], Call]


def full(people: int = 4, **changes: object) -> tuple[int, list[int]]:
    """A cohort of two seats, and the ids of its people; from the third on they wait."""
    cohort_id = a_cohort(capacity=2, **changes)
    return cohort_id, [a_registration(cohort_id).id for _ in range(people)]


def undecided(people: int = 3) -> tuple[int, list[int]]:
    """A cohort of two seats with review, and the ids of those who applied."""
    return full(people, admission="review", on_free_seat="offer")


def decided(act: str, ids: list[int]) -> None:
    revisions = {each: read(each).revision for each in ids}
    cohort_id = read(ids[0]).cohort_id
    decisions.decide(cohort_id, act, revisions, by=COMMAND_LINE)


def offered() -> tuple[int, list[int]]:
    """Two who are offered the two seats, and two who wait in a line that is served."""
    cohort_id, ids = undecided(4)
    decided("offer", ids[:2])
    decided("waitlist", ids[2:])
    waitlist.serve_by_itself(cohort_id, True, by=COMMAND_LINE)
    return cohort_id, ids


def notice() -> int:
    owner = institution.current()
    assert owner is not None
    return owner.privacy_notice_id


def later(call: Call, **how: float) -> Call:
    """The call, when so much time has passed."""
    moment = clock.now() + timedelta(**how)

    def then() -> object:
        with clock.standing_at(moment):
            return call()

    return then


def corrects_the_address() -> Call:
    _cohort_id, ids = full(3)
    return lambda: addresses.correct(ids[2], by=applicant(ids[2]), email="corrected@example.ca")


def edits_a_registration() -> Call:
    _cohort_id, ids = full(1)
    return lambda: registrations.edit(ids[0], by=applicant(ids[0]), name="New", organization="New", language="fr")


def asks_for_links() -> Call:
    email = a_person().email
    for cohort_id in (a_cohort(), a_cohort()):
        a_registration(cohort_id, email=email)
    # Such a mail is written once a minute: the clock stands while it is tried again.
    return later(lambda: finding.send_links(email), minutes=0)


def withdraws() -> Call:
    _cohort_id, ids = full()
    return lambda: withdrawals.withdraw(ids[0], by=applicant(ids[0]))


def is_cancelled() -> Call:
    _cohort_id, ids = full(on_free_seat="offer")
    return lambda: cancellations.cancel(ids[0], by=COMMAND_LINE, reason="Twice")


def people_of_a_cancelled_cohort() -> Call:
    cohort_id, _ids = full()
    cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Storm")
    return cancellations.carry_on


def raises_the_capacity() -> Call:
    cohort_id, _ids = full()
    return lambda: capacity.set_capacity(cohort_id, 4, by=COMMAND_LINE)


def releases_what_is_held_back() -> Call:
    cohort_id = a_cohort(capacity=3)
    held_back.hold(cohort_id, 2, by=COMMAND_LINE)
    for _ in range(3):
        a_registration(cohort_id)
    return lambda: held_back.hold(cohort_id, 0, by=COMMAND_LINE)


def gives_what_is_held_back() -> Call:
    cohort_id = a_cohort(capacity=2)
    held_back.hold(cohort_id, 1, by=COMMAND_LINE)
    person, key = a_person(), tokens.one_time()
    return lambda: held_back.give(cohort_id, person, by=COMMAND_LINE, one_time_key=key)


def offers_to_the_next() -> Call:
    cohort_id, ids = undecided()
    decided("waitlist", ids)
    key = tokens.one_time()
    return lambda: offers.make_next(cohort_id, 2, by=COMMAND_LINE, key=key)


def accepts() -> Call:
    _cohort_id, ids = offered()
    return lambda: offers.accept(ids[0], by=applicant(ids[0]))


def declines() -> Call:
    _cohort_id, ids = offered()
    return lambda: offers.decline(ids[0], by=applicant(ids[0]))


def is_retracted() -> Call:
    _cohort_id, ids = offered()
    key = tokens.one_time()
    return lambda: offers.retract(ids[0], by=COMMAND_LINE, reason="A mistake", key=key)


def expires() -> Call:
    offered()
    return later(offers.expire_due, hours=73)


def is_reminded() -> Call:
    offered()
    return later(offers.remind_due, hours=49)


def goes_to_the_end() -> Call:
    _cohort_id, ids = full()
    key = tokens.one_time()
    return lambda: waitlist.move_to_end(ids[2], by=COMMAND_LINE, key=key)


def line_is_served_by_itself() -> Call:
    cohort_id, ids = undecided(4)
    decided("waitlist", ids)
    return lambda: waitlist.serve_by_itself(cohort_id, True, by=COMMAND_LINE)


def decides() -> Call:
    cohort_id, ids = undecided()
    revisions, key = {each: read(each).revision for each in ids[:2]}, tokens.one_time()
    return lambda: decisions.decide(cohort_id, "offer", revisions, by=COMMAND_LINE, note="Welcome", key=key)


def is_reinstated() -> Call:
    _cohort_id, ids = full(3)
    withdrawals.withdraw(ids[0], by=applicant(ids[0]))
    key = tokens.one_time()
    return lambda: reinstatements.reinstate(ids[0], by=COMMAND_LINE, key=key)


def proposes_a_transfer() -> Call:
    _cohort_id, ids = full(1)
    propose(ids[0], "before@example.ca")
    key = tokens.one_time()
    return lambda: propose(ids[0], "bo@example.ca", key)


def propose(registration_id: int, email: str, key: str | None = None) -> None:
    transfers.propose(registration_id, by=COMMAND_LINE, name="Bo", email=email, language="fr", key=key)


def calls_a_transfer_off() -> Call:
    _cohort_id, ids = full(1)
    propose(ids[0], "bo@example.ca")
    return lambda: transfers.call_off(ids[0], by=COMMAND_LINE)


def makes_a_cohort() -> Call:
    program_id, said, key = a_program(), details(), tokens.one_time()
    return lambda: cohorts.create(
        by=COMMAND_LINE, program_id=program_id, details=said, sessions=two_days(), capacity=3, held_back=1, key=key
    )


def edits_a_cohort() -> Call:
    cohort_id, _ids = full()
    said, sessions = details(), two_days(clock.now() + timedelta(days=40))
    return lambda: cohorts.edit(cohort_id, by=COMMAND_LINE, details=said, sessions=sessions, capacity=4)


def is_published() -> Call:
    draft = a_cohort(status="draft")
    return lambda: cohorts.publish(draft, by=COMMAND_LINE)


def on_an_empty_cohort(change: Callable[[int], None]) -> Scene:
    def scene() -> Call:
        cohort_id = a_cohort()
        return lambda: change(cohort_id)

    return scene


def reopens() -> Call:
    cohort_id, _ids = full()
    cohorts.close(cohort_id, by=COMMAND_LINE)
    return lambda: cohorts.reopen(cohort_id, by=COMMAND_LINE)


def cancels_a_cohort() -> Call:
    cohort_id, _ids = full()
    return lambda: cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Storm")


# The name of the verb, with its module: what happens in it.
SCENES: dict[str, Scene] = {
    **answer_scenes.SCENES,
    **message_scenes.SCENES,
    "addresses._correct": corrects_the_address,
    "cancellations._cancel_batch": people_of_a_cancelled_cohort,
    "cancellations.cancel": is_cancelled,
    "capacity.set_capacity": raises_the_capacity,
    "cohorts.archive": on_an_empty_cohort(lambda each: cohorts.archive(each, by=COMMAND_LINE)),
    "cohorts.cancel": cancels_a_cohort,
    "cohorts.close": on_an_empty_cohort(lambda each: cohorts.close(each, by=COMMAND_LINE)),
    "cohorts.create": makes_a_cohort,
    "cohorts.edit": edits_a_cohort,
    "cohorts.publish": is_published,
    "cohorts.reopen": reopens,
    "cohorts.unpublish": on_an_empty_cohort(lambda each: cohorts.unpublish(each, by=COMMAND_LINE)),
    "decisions.decide": decides,
    "finding.send_links": asks_for_links,
    "held_back.give": gives_what_is_held_back,
    "held_back.hold": releases_what_is_held_back,
    "offers._expire_batch": expires,
    "offers._remind_batch": is_reminded,
    "offers.accept": accepts,
    "offers.decline": declines,
    "offers.make_next": offers_to_the_next,
    "offers.retract": is_retracted,
    "registrations.edit": edits_a_registration,
    "reinstatements.reinstate": is_reinstated,
    "transfers.call_off": calls_a_transfer_off,
    "transfers.propose": proposes_a_transfer,
    "waitlist.move_to_end": goes_to_the_end,
    "waitlist.serve_by_itself": line_is_served_by_itself,
    "withdrawals.withdraw": withdraws,
}
