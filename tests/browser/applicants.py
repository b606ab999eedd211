"""Applicants in every state, made by the verbs on the database of a running site; each the address of their page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select, update

from cohorts import create_app
from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.programs.models import Cohort, Program
from cohorts.registrations import decisions, held_back, links, offers, queries, transfers, withdrawals
from cohorts.registrations.models import Registration
from cohorts.settings import load
from tests.browser.site import Site
from tests.factories.programs import a_cohort, a_program, two_days
from tests.factories.registrations import a_person, a_registration, read

REVIEW, OFFERS = {"admission": "review"}, {"on_free_seat": "offer"}


@contextmanager
def on(site: Site) -> Iterator[None]:
    """Verbs inside act on the site's database."""
    app = create_app(load(site.installation.environment), patient=True)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def cohort(**changes) -> tuple[int, str]:
    """A cohort in more than a year, after all others; its id, and its address without the language."""
    found = db.session.scalar(select(Program.id).where(Program.slug == "stages"))
    program_id = found or a_program(slug="stages")
    made = a_cohort(program_id=program_id, sessions=two_days(clock.now() + timedelta(days=400)), **changes)
    return made, f"programs/stages/{db.session.get_one(Cohort, made).slug}"


def pending(language: str) -> str:
    """Who applied."""
    return links.manage(a_registration(cohort(**REVIEW)[0], language=language))


def rejected(language: str) -> str:
    """Whom the organizers did not choose."""
    found = a_registration(cohort(**REVIEW)[0], language=language)
    decisions.decide(found.cohort_id, "reject", {found.id: found.revision}, by=COMMAND_LINE)
    return links.manage(read(found.id))


def offered(language: str) -> str:
    """Who waited and is offered a seat."""
    return links.manage(_offered(language))


def declined(language: str) -> str:
    """Who was offered a seat and declined it."""
    found = _offered(language)
    offers.decline(found.id, by=applicant(found.id))
    return links.manage(read(found.id))


def expired(language: str) -> str:
    """Who did not answer in time."""
    number = _offered(language).id
    # What writes first waits for the site's worker; what has read before would be refused.
    db.session.rollback()
    over = clock.now() - timedelta(seconds=10)
    db.session.execute(update(Registration).where(Registration.id == number).values(offer_ends_at=over))
    db.session.commit()
    return links.manage(read(number))


def given(language: str) -> str:
    """Who was given a seat that was held back."""
    cohort_id = cohort(capacity=1)[0]
    held_back.hold(cohort_id, 1, by=COMMAND_LINE)
    person = a_person(language=language)
    return links.manage(queries.by_reference(held_back.give(cohort_id, person, by=COMMAND_LINE, one_time_key="once")))


def unproved(language: str) -> str:
    """Who has to confirm their address."""
    return links.manage(a_registration(cohort(verify_email=True)[0], language=language))


def invited(language: str) -> str:
    """Who is invited to take a registration over."""
    found = a_registration(cohort()[0], language=language)
    person = a_person(language=language)
    transfers.propose(found.id, by=COMMAND_LINE, name=person.name, email=person.email, language=language)
    transfer = transfers.open_for(read(found.id))
    assert transfer is not None
    return links.invitation(transfer)


def _offered(language: str) -> Registration:
    cohort_id = cohort(capacity=1, **OFFERS)[0]
    holder, waiting = a_registration(cohort_id), a_registration(cohort_id, language=language)
    withdrawals.withdraw(holder.id, by=applicant(holder.id))
    return read(waiting.id)
