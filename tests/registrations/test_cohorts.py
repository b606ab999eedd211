"""Cohorts: what may change when, and what it means for the line."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from cohorts.activity.actors import COMMAND_LINE, organizer
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.errors import Stale
from cohorts.programs import programs
from cohorts.programs.details import SessionDetails
from cohorts.programs.errors import (
    AlreadyOver,
    EndsBeforeStart,
    HasRegistrations,
    LastOfferPast,
    NoSessions,
    NotOver,
    ProgramNotPublished,
    SlugTaken,
    StillRunning,
    Undecided,
    WindowAfterStart,
    WindowUpsideDown,
)  # fmt: skip
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts, decisions
from cohorts.registrations.errors import BelowTaken
from tests.factories.programs import a_cohort, a_program, details, two_days
from tests.factories.registrations import a_registration, read, register, seats_of

pytestmark = pytest.mark.usefixtures("institution")


def cohort_of(cohort_id):
    db.session.expire_all()
    return db.session.get_one(Cohort, cohort_id)


def as_sessions(cohort):
    return [
        SessionDetails(id=s.id, title=s.title, starts_at=s.starts_at, ends_at=s.ends_at, place=s.place)
        for s in cohort.sessions
    ]


def test_its_span_runs_from_the_first_session_to_the_last():
    sessions = two_days()
    cohort = cohort_of(a_cohort(sessions=list(reversed(sessions))))
    assert (cohort.starts_at, cohort.ends_at) == (sessions[0].starts_at, sessions[1].ends_at)
    assert [s.starts_at for s in cohort.sessions] == [s.starts_at for s in sessions]


def test_references_begin_with_the_citys_letters():
    cohort = a_cohort(venue_city={"en": "Québec", "fr": "Québec"})
    assert a_registration(cohort).reference.startswith("QUE-")


def test_only_a_changed_session_gets_a_new_revision():
    cohort_id = a_cohort(slug="ottawa")
    first, second = as_sessions(cohort_of(cohort_id))
    later = replace(second, ends_at=second.ends_at + timedelta(hours=1))
    cohorts.edit(cohort_id, by=COMMAND_LINE, details=details(slug="ottawa"), sessions=[first, later], capacity=2)
    assert [s.revision for s in cohort_of(cohort_id).sessions] == [0, 1]


def test_saving_what_is_there_changes_nothing():
    cohort_id = a_cohort(slug="ottawa")
    before = cohort_of(cohort_id).version
    sessions = as_sessions(cohort_of(cohort_id))
    assert not cohorts.edit(cohort_id, by=COMMAND_LINE, details=details(slug="ottawa"), sessions=sessions, capacity=2)
    assert cohort_of(cohort_id).version == before


def test_a_second_editor_is_told_that_the_first_has_saved():
    cohort_id = a_cohort()
    version = cohort_of(cohort_id).version
    new = details(title={"en": "Gatineau"})
    cohorts.edit(cohort_id, by=COMMAND_LINE, details=new, sessions=two_days(), capacity=2, expected_version=version)
    with pytest.raises(Stale):
        cohorts.edit(cohort_id, by=COMMAND_LINE, details=new, sessions=two_days(), capacity=2, expected_version=version)


def test_capacity_stops_at_the_seats_taken():
    cohort_id = a_cohort(capacity=2)
    register(cohort_id)
    register(cohort_id)
    with pytest.raises(BelowTaken, match="2 seats are taken"):
        cohorts.edit(cohort_id, by=COMMAND_LINE, details=details(), sessions=two_days(), capacity=1)
    assert seats_of(cohort_id) == (2, 2, 0)


def test_more_seats_serve_the_line():
    cohort_id = a_cohort(capacity=1)
    _first, second = a_registration(cohort_id), a_registration(cohort_id)
    cohorts.edit(cohort_id, by=COMMAND_LINE, details=details(), sessions=two_days(), capacity=2)
    assert read(second.id).state == "confirmed"


@pytest.mark.parametrize(
    ("opens", "closes", "refusal"),
    [(None, timedelta(days=40), WindowAfterStart), (timedelta(days=5), timedelta(days=4), WindowUpsideDown)],
)
def test_a_window_that_contradicts_the_sessions_is_refused(opens, closes, refusal):
    window = {
        "registration_opens": opens and clock.now() + opens, "registration_closes": clock.now() + closes,
    }  # fmt: skip
    with pytest.raises(refusal):
        a_cohort(**window)


def test_a_session_ends_after_it_starts():
    session = two_days()[0]
    with pytest.raises(EndsBeforeStart):
        a_cohort(sessions=[replace(session, ends_at=session.starts_at)])


def test_a_cohort_has_a_session():
    with pytest.raises(NoSessions):
        cohorts.create(by=COMMAND_LINE, program_id=a_program(), details=details(), sessions=[], capacity=1)


def test_two_cohorts_of_a_program_have_different_addresses():
    program_id = a_program()
    a_cohort(program_id=program_id, slug="ottawa")
    with pytest.raises(SlugTaken):
        a_cohort(program_id=program_id, slug="ottawa")
    assert a_cohort(slug="ottawa")


def test_pressing_create_twice_makes_one_cohort():
    made = [
        cohorts.create(
            by=COMMAND_LINE, program_id=a_program(), details=details(), sessions=two_days(), capacity=1, key="k"
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_a_cohort_is_published_within_a_published_program():
    with pytest.raises(ProgramNotPublished):
        a_cohort(program_id=a_program(status="draft"))


def test_one_with_registrations_does_not_go_back_to_draft():
    cohort_id = a_cohort()
    register(cohort_id)
    with pytest.raises(HasRegistrations):
        cohorts.unpublish(cohort_id, by=COMMAND_LINE)


def test_an_empty_cohort_goes_back_to_draft():
    cohort_id = a_cohort()
    cohorts.unpublish(cohort_id, by=COMMAND_LINE)
    assert cohort_of(cohort_id).status == "draft"


def test_only_an_empty_or_past_cohort_is_archived():
    empty, busy = a_cohort(), a_cohort()
    register(busy)
    cohorts.archive(empty, by=COMMAND_LINE)
    with pytest.raises(NotOver):
        cohorts.archive(busy, by=COMMAND_LINE)
    with time_machine.travel(two_days()[-1].ends_at + timedelta(minutes=1)):
        cohorts.archive(busy, by=COMMAND_LINE)
    assert [cohort_of(c).status for c in (empty, busy)] == ["archived", "archived"]


def test_what_is_over_is_not_cancelled():
    cohort_id = a_cohort()
    with time_machine.travel(two_days()[-1].ends_at + timedelta(minutes=1)), pytest.raises(AlreadyOver):
        cohorts.cancel(cohort_id, by=COMMAND_LINE, reason="Snow")


def test_a_program_with_a_cohort_ahead_is_not_archived():
    program_id = a_program()
    a_cohort(program_id=program_id)
    with pytest.raises(StillRunning):
        programs.archive(program_id, by=COMMAND_LINE)


def test_a_cohort_that_selects_is_opened_to_all_only_once_everybody_is_decided_on():
    cohort_id = a_cohort(admission="review")
    applied = a_registration(cohort_id)
    cohort = cohort_of(cohort_id)
    said = {"slug": cohort.slug, "admission": "open"}
    edit = {"by": COMMAND_LINE, "details": details(**said), "sessions": as_sessions(cohort), "capacity": 2}
    with pytest.raises(Undecided, match="1 application waits"):
        cohorts.edit(cohort_id, **edit)
    assert cohort_of(cohort_id).admission == "review"
    decisions.decide(cohort_id, "waitlist", {applied.id: applied.revision}, by=COMMAND_LINE)
    cohorts.edit(cohort_id, **{**edit, "sessions": as_sessions(cohort_of(cohort_id))})
    assert read(applied.id).state == "confirmed"


def test_a_last_offer_that_has_passed_is_taken_from_a_file_and_refused_from_an_organizer():
    past = clock.now() - timedelta(hours=1)
    cohort_id = a_cohort(last_offer_at=past)
    cohort = cohort_of(cohort_id)
    edit = {"by": organizer(1), "sessions": as_sessions(cohort), "capacity": 2}
    assert not cohorts.edit(cohort_id, details=details(slug=cohort.slug, last_offer_at=past), **edit)
    with pytest.raises(LastOfferPast):
        cohorts.edit(cohort_id, details=details(slug=cohort.slug, last_offer_at=past - timedelta(hours=1)), **edit)
    with pytest.raises(LastOfferPast):
        cohorts.create(
            by=organizer(1), program_id=cohort.program_id, details=details(last_offer_at=past), sessions=two_days(),
            capacity=2,
        )  # fmt: skip
