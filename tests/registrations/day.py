"""A day on which everything happens that people are told of."""

from datetime import timedelta

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.programs import institution
from cohorts.registrations import (
    addresses,
    cancellations,
    cohorts,
    decisions,
    held_back,
    offers,
    reinstatements,
    relocations,
    transfers,
    waitlist,
    withdrawals,
)
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_person, a_registration, read

NOTE = "Bring a laptop."


def everything(**person: str) -> None:
    """Each act that people are told of, to people like this, in the cohorts of a program."""
    with clock.standing_at(clock.now()):
        program = a_program()
        elsewhere = a_cohort(program_id=program)
        _organizers_choose(program, elsewhere, person)
        _addresses_are_proved(person)
        _a_seat_comes_free(person)
        cohorts.cancel(elsewhere, by=COMMAND_LINE, reason=NOTE)
        cancellations.carry_on()


def _organizers_choose(program: int, elsewhere: int, person: dict[str, str]) -> None:
    cohort = a_cohort(program_id=program, capacity=5, admission="review", offer_hours=24)
    ana, bo, cy, dee, eve, flo, gus = (a_registration(cohort, **person) for _ in range(7))
    _decide("offer", ana, bo, eve)
    offers.accept(ana.id, by=applicant(ana.id))
    offers.decline(bo.id, by=applicant(bo.id))
    with clock.standing_at(clock.now() + timedelta(hours=23)):
        offers.remind_due()
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        offers.expire_due()
    _decide("waitlist", cy)
    waitlist.move_to_end(cy.id, by=COMMAND_LINE)
    _decide("offer", cy)
    offers.retract(cy.id, by=COMMAND_LINE, reason=NOTE)
    cancellations.cancel(cy.id, by=COMMAND_LINE, reason=NOTE)
    _decide("reject", dee, gus)
    reinstatements.reinstate(dee.id, by=COMMAND_LINE)
    hand_over(dee, person)
    withdrawals.withdraw(flo.id, by=applicant(flo.id))
    relocations.move(ana.id, to=elsewhere, by=COMMAND_LINE, key="moved")
    held_back.hold(cohort, 1, by=COMMAND_LINE)
    held_back.give(cohort, a_person(**person), by=COMMAND_LINE, one_time_key="given")


def _decide(act: str, *people: Registration) -> None:
    revisions = {each.id: read(each.id).revision for each in people}
    decisions.decide(people[0].cohort_id, act, revisions, by=COMMAND_LINE, note=NOTE)


def hand_over(registration: Registration, person: dict[str, str]) -> None:
    new, owner = a_person(**person), institution.current()
    assert owner is not None
    transfers.propose(registration.id, by=COMMAND_LINE, name=new.name, email=new.email, language=new.language)
    found = transfers.open_for(registration)
    assert found is not None
    transfers.agree(
        found.id, found.version, by=applicant(registration.id), person=new, privacy_notice_id=owner.privacy_notice_id
    )


def _addresses_are_proved(person: dict[str, str]) -> None:
    cohort = a_cohort(capacity=1, verify_email=True, offer_hours=24)
    ana, _waits = (a_registration(cohort, **person) for _ in range(2))
    offers.accept(ana.id, by=applicant(ana.id))
    addresses.correct(ana.id, by=applicant(ana.id), email=a_person().email)
    offers.decline(ana.id, by=applicant(ana.id))


def _a_seat_comes_free(person: dict[str, str]) -> None:
    cohort = a_cohort(capacity=1)
    ana, _promoted, _waits = (a_registration(cohort, **person) for _ in range(3))
    withdrawals.withdraw(ana.id, by=applicant(ana.id))
