"""What calendars learn of a registration, by the verbs that change it, read by two libraries."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs import programs
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort
from cohorts.registrations import (
    addresses,
    calendars,
    cancellations,
    cohorts,
    offers,
    registrations,
    reinstatements,
    relocations,
    withdrawals,
)
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort, a_program, an_institution, details
from tests.factories.registrations import a_registration, read
from tests.mail.parsers import Read
from tests.mail.parsers import read as parsed
from tests.registrations.day import hand_over
from tests.registrations.sessions import said_again

numbers = count(1)


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def edit(cohort_id: int, sessions=None, **changes) -> None:
    cohort = db.session.get_one(Cohort, cohort_id)
    cohorts.edit(
        cohort_id, by=COMMAND_LINE, details=details(**{"slug": cohort.slug, **changes}),
        sessions=sessions or said_again(cohort), capacity=10,
    )  # fmt: skip


def without_the_last(cohort_id: int) -> None:
    edit(cohort_id, said_again(the_cohort(cohort_id))[:-1])


def the_cohort(cohort_id: int) -> Cohort:
    db.session.expire_all()
    return db.session.get_one(Cohort, cohort_id)


def files(kind: str = "") -> list[list[Read]]:
    """The calendar files of the newest mail, or the newest of a kind."""
    db.session.expire_all()
    query = db.session.query(Message).order_by(Message.id.desc())
    message = (query.filter_by(kind=kind) if kind else query).first()
    parts = message_from_bytes(message.body, policy=policy.default).iter_attachments()
    return [parsed(part.get_payload(decode=True)) for part in parts]


def statuses(kind: str = "") -> list[set[str]]:
    return [{event.status for event in events} for events in files(kind)]


def test_a_removed_session_stays_and_is_cancelled_in_the_calendars_that_had_it():
    made = a_registration(a_cohort())
    before = parsed(calendars.file(made))
    without_the_last(made.cohort_id)
    after = parsed(calendars.file(read(made.id)))
    assert [(event.uid, event.status) for event in after] == [
        (before[0].uid, "CONFIRMED"), (before[1].uid, "CANCELLED"),
    ]  # fmt: skip
    assert after[1].summary.startswith("Cancelled: ")
    assert after[1].sequence > before[1].sequence
    assert len(the_cohort(made.cohort_id).sessions) == 1


def test_who_gets_the_seat_later_never_hears_of_a_session_removed_before():
    cohort = a_cohort(capacity=1)
    first, waiting = a_registration(cohort), a_registration(cohort)
    sessions = said_again(the_cohort(cohort))[:-1]
    cohorts.edit(cohort, by=COMMAND_LINE, details=details(slug=the_cohort(cohort).slug), sessions=sessions, capacity=1)
    withdrawals.withdraw(first.id, by=applicant(first.id))
    assert [[event.status for event in events] for events in files("seat_now_yours")] == [["CONFIRMED"]]
    assert len(parsed(calendars.file(read(waiting.id)))) == 1


def test_a_removed_session_never_comes_back_by_its_old_number():
    made = a_registration(a_cohort())
    old = said_again(the_cohort(made.cohort_id))
    without_the_last(made.cohort_id)
    edit(made.cohort_id, old)
    events = parsed(calendars.file(read(made.id)))
    assert sorted(event.status for event in events) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert len({event.uid for event in events}) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {"en": "Ottawa West"}},
        {"venue_name": {"en": "City Hall"}},
        {"venue_street": {"en": "110 Laurier Avenue"}},
        {"venue_country": "FR"},
        {"venue_link": "https://meet.example.org/room"},
        {"timezone": "America/St_Johns"},
        {"slug": "ottawa-west"},
    ],
)
def test_what_a_calendar_shows_of_the_cohort_raises_every_sequence(changes):
    made = a_registration(a_cohort())
    before = parsed(calendars.file(made))
    edit(made.cohort_id, **changes)
    after = parsed(calendars.file(read(made.id)))
    assert [event.sequence for event in after] == [event.sequence + 1 for event in before]
    assert all(new.changed_at >= old.changed_at for new, old in zip(after, before, strict=True))


def test_what_a_calendar_does_not_show_raises_none():
    made = a_registration(a_cohort())
    before = parsed(calendars.file(made))
    edit(made.cohort_id, summary={"en": "Two days."}, own_contact="west@boreal.example")
    assert parsed(calendars.file(read(made.id))) == before


def test_a_new_title_of_the_program_raises_those_of_all_its_cohorts_and_no_other():
    program = a_program()
    mine, other = a_registration(a_cohort(program_id=program)), a_registration(a_cohort())
    untouched = parsed(calendars.file(other))
    before = parsed(calendars.file(read(mine.id)))
    programs.edit(program, by=COMMAND_LINE, title={"en": "AI for Everybody", "fr": "L’IA pour tous"})
    after = parsed(calendars.file(read(mine.id)))
    assert [event.sequence for event in after] == [event.sequence + 1 for event in before]
    assert after[0].summary.startswith("AI for Everybody")
    assert parsed(calendars.file(read(other.id))) == untouched


def test_a_calendar_in_another_language_is_another_version():
    made = a_registration(a_cohort(title={"en": "Ottawa", "fr": "Ottawa-Gatineau"}))
    before = parsed(calendars.file(made))
    registrations.edit(made.id, by=applicant(made.id), name=made.name, organization="", language="fr")
    after = parsed(calendars.file(read(made.id)))
    assert "Ottawa-Gatineau" in after[0].summary
    assert [event.sequence for event in after] == [event.sequence + 1 for event in before]


def test_who_leaves_gets_the_file_that_takes_the_sessions_out():
    made = a_registration(a_cohort())
    [before] = files("seat_confirmed")
    withdrawals.withdraw(made.id, by=applicant(made.id))
    [after] = files("withdrawn")
    assert [event.uid for event in after] == [event.uid for event in before]
    assert {event.status for event in after} == {"CANCELLED"}
    assert all(new.sequence > old.sequence for new, old in zip(after, before, strict=True))


def test_whom_the_organizers_cancel_gets_it_too():
    made = a_registration(a_cohort())
    cancellations.cancel(made.id, by=COMMAND_LINE, reason="")
    assert statuses("cancelled") == [{"CANCELLED"}]


def test_a_cancelled_cohort_is_taken_out_of_the_calendars_that_had_it_and_of_no_other():
    cohort = a_cohort(capacity=1)
    confirmed, waiting = a_registration(cohort), a_registration(cohort)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="")
    cancellations.carry_on()
    with_file = {
        message.subject_id: bool(list(message_from_bytes(message.body, policy=policy.default).iter_attachments()))
        for message in db.session.query(Message).filter_by(kind="cohort_cancelled")
    }
    assert with_file == {confirmed.id: True, waiting.id: False}


def test_who_waited_is_sent_no_file_when_they_leave():
    cohort = a_cohort(capacity=0)
    made = a_registration(cohort)
    withdrawals.withdraw(made.id, by=applicant(made.id))
    assert files("withdrawn") == []


def test_who_had_a_seat_and_did_not_prove_the_new_address_is_sent_the_file():
    made = a_registration(a_cohort(verify_email=True, offer_hours=24))
    offers.accept(made.id, by=applicant(made.id))
    addresses.correct(made.id, by=applicant(made.id), email="new@example.ca")
    assert files() == []
    with clock.standing_at(clock.now() + timedelta(hours=25)):
        offers.expire_due()
    assert statuses("offer_expired") == [{"CANCELLED"}]


def test_who_handed_it_over_loses_the_sessions_and_the_other_gets_them():
    made = a_registration(a_cohort())
    hand_over(made, {})
    assert statuses("handed_over") == [{"CANCELLED"}]
    assert statuses("seat_confirmed") == [{"CONFIRMED"}]
    withdrawals.withdraw(made.id, by=applicant(made.id))
    assert statuses("withdrawn") == [{"CANCELLED"}]


def test_who_was_moved_gets_the_new_sessions_and_loses_the_old():
    program = a_program()
    made = a_registration(a_cohort(program_id=program))
    relocations.move(made.id, to=a_cohort(program_id=program), by=COMMAND_LINE, key="once")
    new, old = files("moved")
    assert ({event.status for event in new}, {event.status for event in old}) == ({"CONFIRMED"}, {"CANCELLED"})
    assert not {event.uid for event in new} & {event.uid for event in old}


def test_an_online_cohort_has_its_link_where_calendars_show_it():
    online = {"venue_name": {}, "venue_street": {}, "venue_city": {}, "venue_link": "https://meet.example.org/room"}
    made = a_registration(a_cohort(**online))
    [events] = files("seat_confirmed")
    assert {(event.location, event.description) for event in events} == {(online["venue_link"],) * 2}
    withdrawals.withdraw(made.id, by=applicant(made.id))
    [ended] = files("withdrawn")
    assert {(event.location, event.description) for event in ended} == {("Online", "")}


def test_a_place_with_a_link_beside_it_keeps_both():
    a_registration(a_cohort(venue_link="https://meet.example.org/room"))
    [events] = files("seat_confirmed")
    assert events[0].location == "Bayview Yards, 7 Bayview Station Road, Ottawa, Canada"
    assert events[0].description == "https://meet.example.org/room"


ACTS = (
    "venue", "title", "program", "later", "remove", "add", "language", "address", "leave", "return", "hand", "move",
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=8))
def test_the_sequence_of_an_event_never_falls_and_grows_with_each_change(acts):
    program = a_program()
    there, made = a_cohort(program_id=program, capacity=10), a_registration(a_cohort(program_id=program, capacity=10))
    seen: dict[str, Read] = {}
    compare(seen, made.id)
    for act in acts:
        made = do(act, read(made.id), program, there)
        compare(seen, made.id)


def compare(seen: dict[str, Read], registration_id: int) -> None:
    for event in parsed(calendars.file(read(registration_id))):
        before = seen.get(event.uid, event)
        assert event.sequence >= before.sequence
        if event._replace(changed_at=None, sequence=0) != before._replace(changed_at=None, sequence=0):
            assert event.sequence > before.sequence, (before, event)
        seen[event.uid] = event


def do(act: str, made: Registration, program: int, there: int) -> Registration:
    cohort, number = made.cohort, next(numbers)
    same = {"title": cohort.title, "venue_name": cohort.venue_name}
    by = applicant(made.id)
    sessions = said_again(cohort)
    if act == "venue":
        edit(cohort.id, **{**same, "venue_name": {"en": f"Hall {number}"}})
    elif act == "title":
        edit(cohort.id, **{**same, "title": {"en": f"Ottawa {number}"}})
    elif act == "program":
        programs.edit(program, by=COMMAND_LINE, title={"en": f"Program {number}"})
    elif act == "later":
        edit(cohort.id, said_again(cohort, ends_at=sessions[0].ends_at + timedelta(minutes=1)), **same)
    elif act == "remove" and len(sessions) > 1:
        edit(cohort.id, sessions[:-1], **same)
    elif act == "add":
        last = sessions[-1].ends_at
        edit(cohort.id, [*sessions, SessionDetails(starts_at=last, ends_at=last + timedelta(hours=1))], **same)
    elif act == "language" and made.is_active:
        other = "fr" if made.language == "en" else "en"
        registrations.edit(made.id, by=by, name=made.name, organization="", language=other)
    elif act == "address" and made.is_active:
        addresses.correct(made.id, by=by, email=f"new{number}@example.ca")
    elif act == "leave" and made.state == "confirmed":
        withdrawals.withdraw(made.id, by=by)
    elif act == "return" and made.state == "withdrawn":
        reinstatements.reinstate(made.id, by=COMMAND_LINE)
    elif act == "hand" and made.is_active:
        hand_over(made, {})
    elif act == "move" and made.is_active and made.cohort_id != there:
        reference = relocations.move(made.id, to=there, by=COMMAND_LINE, key=f"move{number}")
        return db.session.query(Registration).filter_by(reference=reference).one()
    return read(made.id)
