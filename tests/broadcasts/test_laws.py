"""Each law of what is written to many is broken by hand, with SQL, and found; what the database refuses, it refuses."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import broadcasts, laws, schedules, sending, telling
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.registrations.models import Registration
from tests.factories.broadcasts import a_draft, moved, scheduled, sent
from tests.factories.by_hand import sql
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration, read
from tests.mail.every import write_all

A_WHILE = timedelta(hours=1, minutes=1)


@pytest.fixture
def ottawa(context) -> int:
    """ai/ottawa with three people who have a seat, and one who waits."""
    an_institution()
    made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=3)
    for number in range(1, 5):
        a_registration(made, name=f"Ana {number}", email=f"ana{number}@example.ca")
    return made


def found() -> list[str]:
    return list(laws.breaches())


def reference(number: int) -> str:
    query = db.select(Registration.reference).where(Registration.email == f"ana{number}@example.ca")
    return db.session.scalars(query).one()


def test_whatever_is_written_to_many_every_law_holds(context):
    an_institution()
    for language in ("en", "fr"):
        write_all(language)
    assert list(found()) == []


def test_one_that_is_stopped_or_still_goes_out_may_lack_messages(ottawa):
    for act in (broadcasts.stop, lambda *_args, **_said: None):
        made = scheduled(a_draft(ottawa))
        assert sending.begin_due() and sending.write_some(1)
        act(made, by=COMMAND_LINE)
        assert found() == []


def test_a_recipient_without_a_message_is_named(ottawa):
    made = sent(a_draft(ottawa))
    sql("DELETE FROM messages WHERE batch IS NOT NULL AND address <> 'ana1@example.ca'")
    assert found() == [f"ai/ottawa: message {made} to many is sent, and people without it: 2."]
    sql("UPDATE broadcast_recipients SET skipped = 'ended' WHERE registration_id <> 1")
    assert found() == []


def test_who_was_passed_over_and_written_to_is_named(ottawa):
    made = sent(a_draft(ottawa))
    sql("UPDATE broadcast_recipients SET skipped = 'left' WHERE registration_id = 2")
    said = f"{reference(2)}: it got message {made} to many of ai/ottawa, and is none of its recipients."
    assert found() == [said]


def test_who_is_of_another_cohort_and_written_to_is_named(ottawa):
    made, other = sent(a_draft(ottawa)), a_registration(a_cohort())
    for table, name in (("broadcast_recipients", "registration_id"), ("messages", "subject_id")):
        condition = "skipped IS NULL" if name == "registration_id" else "batch IS NOT NULL"
        sql(f"UPDATE {table} SET {name} = :other WHERE {name} = 3 AND {condition}", other=other.id)
    said = f"{read(other.id).reference}: it got message {made} to many of ai/ottawa"
    assert found() == [f"{said}, and is none of its recipients."]


def test_an_address_that_got_it_twice_is_named(ottawa):
    made = sent(a_draft(ottawa))
    sql("UPDATE messages SET address = 'ana1@example.ca' WHERE batch IS NOT NULL AND subject_id = 2")
    named = min(reference(1), reference(2))
    assert found() == [f"{named}: its address got message {made} to many of ai/ottawa 2 times."]


def test_two_broadcasts_may_go_to_one_address(ottawa):
    sent(a_draft(ottawa))
    sent(a_draft(ottawa))
    assert found() == []


def late(what: str) -> list[str]:
    return [f"ai/ottawa: {what} should have gone out, and has not. Does the worker run?"]


@pytest.mark.parametrize("acts", [(), (sending.begin_due,)])
def test_a_broadcast_that_does_not_go_out_is_named_after_an_hour(acts, ottawa):
    scheduled(a_draft(ottawa))
    assert [act() for act in acts] == [1] * len(acts)
    assert found() == []
    with clock.standing_at(clock.now() + A_WHILE):
        assert found() == late("a message to many")


@pytest.mark.parametrize("acts", [(), (telling.begin_due,)])
def test_a_notice_that_does_not_go_out_is_named_after_an_hour(acts, ottawa):
    moved(ottawa)
    with clock.standing_at(clock.now() + timedelta(minutes=6)):
        assert [act() for act in acts] == [1] * len(acts)
        assert found() == []
    with clock.standing_at(clock.now() + timedelta(minutes=6) + A_WHILE):
        assert found() == late("a notice of a change")


def test_a_reminder_that_has_begun_and_does_not_go_out_is_named_after_an_hour(ottawa):
    schedules.add(ottawa, kind="reminder", amount=3, unit="days", by=COMMAND_LINE)
    due = schedules.due_at(schedules.of_cohort(ottawa)[0])
    with clock.standing_at(due):
        assert schedules.fire_due() == 1
        assert found() == []
    with clock.standing_at(due + A_WHILE):
        assert found() == late("a reminder, or thanks,")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE broadcast_recipients SET address_hash = 'one'",
        "UPDATE broadcast_recipients SET registration_id = 1",
        "UPDATE broadcasts SET status = 'lost'",
        "INSERT INTO notices (cohort_id, status, before, due_at, opened_at, cursor, told)"
        " SELECT cohort_id, 'open', before, due_at, opened_at, 0, 0 FROM notices",
    ],
)
def test_the_database_itself_refuses(statement, ottawa):
    sent(a_draft(ottawa))
    moved(ottawa)
    with pytest.raises(IntegrityError):
        sql(statement)
    db.session.rollback()
    assert found() == []
