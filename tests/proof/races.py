"""Races: two processes at the same cohort in the same moment, again and again; what must be so after each round."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.programs.models import Seats
from cohorts.registrations import (
    cancellations,
    capacity,
    cohorts,
    offers,
    registrations,
    relocations,
    states,
    transfers,
    withdrawals,
)  # fmt: skip
from cohorts.registrations.deadlines import A_MINUTE
from cohorts.registrations.models import Registration, Transfer
from cohorts.registrations.registrations import Person
from tests.factories.programs import a_cohort

YES = "yes"


class Case:
    """One kind of round. `prepare` gives the ids that both sides then get."""

    def __init__(self, program_id: int, **kind: Any) -> None:
        self.program_id = program_id
        self.cohort_id = a_cohort(program_id=program_id, capacity=1, **kind)

    def prepare(self) -> Sequence[int]:
        """Bring the cohort to where the race starts."""
        raise NotImplementedError

    @staticmethod
    def left(*ids: int) -> object:
        """What one does."""
        raise NotImplementedError

    @staticmethod
    def right(*ids: int) -> object:
        """What the other one does at the same moment."""
        raise NotImplementedError

    def check(self, left: str, right: str, *ids: int) -> None:
        """Assert what must be so; each side was told "yes", or the name of a refusal."""
        raise NotImplementedError


class JoiningWhileASeatIsFreed(Case):
    """Whoever comes first, the newcomer has the seat in the end."""

    def prepare(self) -> Sequence[int]:
        holder = (active(self.cohort_id) or [somebody(self.cohort_id)])[0]
        return self.cohort_id, holder

    @staticmethod
    def left(cohort_id: int, holder: int) -> object:
        return withdrawals.withdraw(holder, by=applicant(holder))

    @staticmethod
    def right(cohort_id: int, holder: int) -> object:
        return somebody(cohort_id)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert (left, right) == (YES, YES)
        assert counted(self.cohort_id) == (1, 1, 0)


class TheHeadLeavesWhileAHolderLeaves(Case):
    """Whoever leaves first, the second in line has the seat in the end."""

    def prepare(self) -> Sequence[int]:
        while len(active(self.cohort_id)) < 3:
            somebody(self.cohort_id)
        return active(self.cohort_id)

    @staticmethod
    def left(holder: int, head: int, second: int) -> object:
        return withdrawals.withdraw(holder, by=applicant(holder))

    @staticmethod
    def right(holder: int, head: int, second: int) -> object:
        return withdrawals.withdraw(head, by=applicant(head))

    def check(self, left: str, right: str, *ids: int) -> None:
        assert (left, right) == (YES, YES)
        assert counted(self.cohort_id) == (1, 1, 0)
        assert active(self.cohort_id) == [ids[2]]


class RegisteringWhileItCloses(Case):
    """Either in, or told that it is closed."""

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        cohorts.reopen(self.cohort_id, by=COMMAND_LINE)
        return (self.cohort_id,)

    @staticmethod
    def left(cohort_id: int) -> object:
        return cohorts.close(cohort_id, by=COMMAND_LINE)

    @staticmethod
    def right(cohort_id: int) -> object:
        return somebody(cohort_id)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert left == YES
        assert right in (YES, "NotOpen")
        assert counted(self.cohort_id) == (1, int(right == YES), 0)


class RegisteringWhileItGrows(RegisteringWhileItCloses):
    """The new seat is theirs, whoever comes first."""

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        capacity.set_capacity(self.cohort_id, 1, by=COMMAND_LINE)
        somebody(self.cohort_id)
        return (self.cohort_id,)

    @staticmethod
    def left(cohort_id: int) -> object:
        return capacity.set_capacity(cohort_id, 2, by=COMMAND_LINE)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert (left, right) == (YES, YES)
        assert counted(self.cohort_id) == (2, 2, 0)


class RegisteringWhileItShrinks(RegisteringWhileItCloses):
    """Either the seat is taken and stays, or it is gone and they wait."""

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        capacity.set_capacity(self.cohort_id, 2, by=COMMAND_LINE)
        somebody(self.cohort_id)
        return (self.cohort_id,)

    @staticmethod
    def left(cohort_id: int) -> object:
        return capacity.set_capacity(cohort_id, 1, by=COMMAND_LINE)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert right == YES
        assert counted(self.cohort_id) == {YES: (1, 1, 1), "BelowTaken": (2, 2, 0)}[left]


class RegisteringWhileItIsCancelled(RegisteringWhileItCloses):
    """Either told that it is closed, or in, and then cancelled with the rest."""

    def prepare(self) -> Sequence[int]:
        self.cohort_id = a_cohort(program_id=self.program_id, capacity=1)
        return (self.cohort_id,)

    @staticmethod
    def left(cohort_id: int) -> object:
        return cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Snow")

    def check(self, left: str, right: str, *ids: int) -> None:
        assert left == YES
        assert right in (YES, "NotOpen")
        assert counted(self.cohort_id) == (1, int(right == YES), 0)
        while cancellations.carry_on():
            pass
        assert counted(self.cohort_id) == (1, 0, 0)


class AcceptingWhileTheOfferExpires(Case):
    """Either accepted in time, and it never expires; or expired, and the next one has the offer."""

    def __init__(self, program_id: int) -> None:
        super().__init__(program_id, verify_email=True)

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        return somebody(self.cohort_id), somebody(self.cohort_id)

    @staticmethod
    def left(first: int, second: int) -> object:
        ends = row(first).offer_ends_at or clock.now()
        with clock.standing_at(ends + A_MINUTE):
            return offers.expire_due()

    @staticmethod
    def right(first: int, second: int) -> object:
        ends = row(first).offer_ends_at or clock.now()
        with clock.standing_at(ends):
            return offers.accept(first, by=applicant(first))

    def check(self, left: str, right: str, *ids: int) -> None:
        found = [row(who).state for who in ids]
        assert found == {YES: ["confirmed", "waitlisted"], "OfferEnded": ["expired", "offered"]}[right]


class MovingBothWays(Case):
    """Two people change places, whoever comes first, and neither loses the seat."""

    def __init__(self, program_id: int) -> None:
        super().__init__(program_id)
        self.other_id = a_cohort(program_id=program_id, capacity=1)

    def prepare(self) -> Sequence[int]:
        here, there = [(active(cohort_id) or [somebody(cohort_id)])[0] for cohort_id in (self.cohort_id, self.other_id)]
        return here, self.other_id, there, self.cohort_id

    @staticmethod
    def left(here: int, other_id: int, there: int, cohort_id: int) -> object:
        return relocations.move(here, to=other_id, by=COMMAND_LINE, key=tokens.one_time())

    @staticmethod
    def right(here: int, other_id: int, there: int, cohort_id: int) -> object:
        return relocations.move(there, to=cohort_id, by=COMMAND_LINE, key=tokens.one_time())

    def check(self, left: str, right: str, *ids: int) -> None:
        assert (left, right) == (YES, YES)
        assert counted(self.cohort_id) == counted(self.other_id) == (1, 1, 0)


class MovingWhileItIsTransferred(MovingBothWays):
    """The seat moves; the new person has it, or is told that what they were invited to has ended."""

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        all_leave(self.other_id)
        here = somebody(self.cohort_id)
        return here, self.other_id, invited(here, fresh()), 0

    @staticmethod
    def right(here: int, other_id: int, transfer: int, _none: int) -> object:
        return agreed(transfer)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert left == YES
        assert right in (YES, "NotActive")
        assert (counted(self.cohort_id), counted(self.other_id)) == ((1, 0, 0), (1, 1, 0))
        there = row(active(self.other_id)[0])
        assert (there.email == db.session.get_one(Transfer, ids[2]).email) == (right == YES)


class TransferringTwoToOnePerson(Case):
    """The person has one of them; the other stays whose it is."""

    def prepare(self) -> Sequence[int]:
        all_leave(self.cohort_id)
        person = fresh()
        both = [somebody(self.cohort_id) for _ in range(2)]
        return [invited(who, person) for who in both]

    @staticmethod
    def left(one: int, other: int) -> object:
        return agreed(one)

    @staticmethod
    def right(one: int, other: int) -> object:
        return agreed(other)

    def check(self, left: str, right: str, *ids: int) -> None:
        assert sorted((left, right)) == ["AddressTaken", YES]
        assert counted(self.cohort_id) == (1, 1, 1)


RACES: dict[str, tuple[type[Case], ...]] = {
    "joining while a seat is freed": (JoiningWhileASeatIsFreed,),
    "the head of the line leaving while a holder leaves": (TheHeadLeavesWhileAHolderLeaves,),
    "registering while the cohort changes": (
        RegisteringWhileItCloses, RegisteringWhileItGrows, RegisteringWhileItShrinks, RegisteringWhileItIsCancelled,
    ),
    "accepting while the offer expires": (AcceptingWhileTheOfferExpires,),
    "moving and transferring both ways": (MovingBothWays, MovingWhileItIsTransferred, TransferringTwoToOnePerson),
}  # fmt: skip


def fresh() -> Person:
    """A person whom nobody has seen yet."""
    name = tokens.one_time()
    return Person(name, f"{name.lower()}@example.ca", "", "en")


def somebody(cohort_id: int) -> int:
    """Somebody new registers; their id."""
    key = tokens.one_time()
    outcome = registrations.register(
        fresh(), by=applicant(), cohort_id=cohort_id, privacy_notice_id=1, one_time_key=key
    )
    found = db.session.scalar(select(Registration.id).where(Registration.reference == outcome.reference))
    assert found is not None
    return found


def invited(who: int, person: Person) -> int:
    """Somebody is invited to take a registration over; the transfer's id."""
    transfers.propose(who, by=applicant(who), name=person.name, email=person.email, language="en")
    found = db.session.scalar(select(Transfer.id).where(Transfer.registration_id == who))
    assert found is not None
    return found


def agreed(transfer_id: int) -> object:
    """The invited person agrees."""
    transfer = db.session.get_one(Transfer, transfer_id)
    person = Person(transfer.name, transfer.email, "", "en")
    return transfers.agree(transfer_id, transfer.version, by=applicant(), person=person, privacy_notice_id=1)


def all_leave(cohort_id: int) -> None:
    """Nobody is in the cohort any more; those who wait go first."""
    for who in reversed(active(cohort_id)):
        cancellations.cancel(who, by=COMMAND_LINE, reason="The round is over")


def active(cohort_id: int) -> list[int]:
    """Who is in the cohort: those with a seat, then the line."""
    query = (
        select(Registration.id)
        .where(Registration.cohort_id == cohort_id, Registration.state.in_(states.ACTIVE))
        .order_by(Registration.place.is_not(None), Registration.place, Registration.id)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def counted(cohort_id: int) -> tuple[int, int, int]:
    """Capacity, taken, waiting; counted, and as the rows say."""
    db.session.rollback()
    seats = db.session.get_one(Seats, cohort_id)
    query = select(Registration.state).where(Registration.cohort_id == cohort_id)
    found = list(db.session.scalars(query))
    assert seats.taken == sum(state in states.HOLDS_A_SEAT for state in found)
    assert seats.waiting == found.count(states.WAITLISTED)
    return seats.capacity, seats.taken, seats.waiting


def row(registration_id: int) -> Registration:
    """A registration as the database says now."""
    db.session.rollback()
    return db.session.get_one(Registration, registration_id)
