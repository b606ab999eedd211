"""Each law is broken by hand, with SQL, and found; what the database refuses by itself, it refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cohorts.activity.actors import COMMAND_LINE, IMPORT, applicant
from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.programs import institution as institutions
from cohorts.registrations import addresses, cancellations, cohorts, laws, registrations, withdrawals
from cohorts.registrations.laws import TOLD
from cohorts.registrations.models import Registration
from cohorts.registrations.states import STATES, TABLE
from tests.factories.by_hand import sql
from tests.factories.programs import a_cohort, a_program
from tests.factories.registrations import a_person, register
from tests.registrations.day import everything

pytestmark = pytest.mark.usefixtures("institution")


@pytest.fixture
def cohort() -> int:
    """ai/ottawa with two seats, both taken, and two people in the line."""
    made = a_cohort(program_id=a_program(slug="ai"), slug="ottawa", capacity=2)
    for number in range(1, 5):
        register(made, name=f"Ana {number}", email=f"ana{number}@example.ca")
    return made


def found() -> list[str]:
    return list(laws.breaches())


def reference(email: str) -> str:
    return db.session.scalars(db.select(Registration.reference).where(Registration.email == email)).one()


def test_an_empty_database_breaks_no_law():
    assert found() == []


def test_whatever_the_verbs_do_every_law_holds(cohort):
    with clock.standing_at(clock.now() + timedelta(seconds=1)):
        withdrawals.withdraw(1, by=applicant(1))
        cancellations.cancel(2, by=COMMAND_LINE, reason="Double")
        addresses.correct(3, by=applicant(3), email="new@example.ca")
        register(cohort, email="ana1@example.ca")
        cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
        while cancellations.carry_on():
            pass
    a_cohort(status="draft")
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        assert found() == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE seats SET taken = 1", "ai/ottawa: counted as taken: 1; registrations that hold a seat: 2."),
        ("UPDATE seats SET waiting = 7", "ai/ottawa: counted as waiting: 7; registrations in the line: 2."),
        ("UPDATE seats SET capacity = 1, taken = 1", "ai/ottawa: 2 registrations hold a seat, and there are 1."),
        ("UPDATE seats SET capacity = 3", "ai/ottawa: seats free: 1, while registrations wait: 2."),
        ("UPDATE seats SET next_place = 2", "ai/ottawa: the next place would be 2, and place 2 is given."),
        ("DELETE FROM seats", "ai/ottawa: it has no row of seats."),
        ("DELETE FROM cohort_sessions", "ai/ottawa: its start and end are not those of its sessions."),
    ],
)
def test_a_broken_law_of_a_cohort_is_named(cohort, statement, sentence):
    sql(statement)
    assert sentence in found()


@pytest.mark.parametrize(("end", "chosen"), [("starts_at", "max"), ("ends_at", "min")])
def test_a_start_or_end_in_the_midst_of_the_sessions_is_named(cohort, end, chosen):
    sql(f"UPDATE cohorts SET {end} = (SELECT {chosen}({end}) FROM cohort_sessions)")
    assert found() == ["ai/ottawa: its start and end are not those of its sessions."]


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_seat_may_be_free_where_the_line_is_not_served(cohort, status):
    sql("UPDATE seats SET capacity = 3")
    sql("UPDATE cohorts SET status = :status", status=status)
    assert found() == []


@pytest.mark.parametrize(("serves", "sentences"), [(True, 1), (False, 0)])
def test_with_review_a_seat_is_free_while_people_wait_only_where_the_line_rests(cohort, serves, sentences):
    sql("UPDATE seats SET capacity = 3")
    sql("UPDATE cohorts SET admission = 'review', serves_waitlist = :serves", serves=serves)
    assert found() == ["ai/ottawa: seats free: 1, while registrations wait: 2."][:sentences]


def test_a_seat_may_be_free_after_the_last_offer(cohort):
    sql("UPDATE seats SET capacity = 3")
    sql("UPDATE cohorts SET last_offer_at = registration_opens")
    assert found() == ["ai/ottawa: seats free: 1, while registrations wait: 2."]
    sql("UPDATE cohorts SET last_offer_at = created_at")
    assert found() == []


def test_a_seat_that_is_held_back_and_taken_is_named(cohort):
    sql("UPDATE seats SET held_back = 1, taken = 1")
    assert "ai/ottawa: 2 registrations hold a seat and 1 are held back, and there are 2." in found()


def test_a_seat_that_is_held_back_is_not_free(cohort):
    sql("UPDATE seats SET capacity = 3, held_back = 1")
    assert found() == []


def test_a_seat_may_be_free_when_the_cohort_is_over(cohort):
    sql("UPDATE seats SET capacity = 3")
    with clock.standing_at(clock.now() + timedelta(days=60)):
        assert found() == []


def test_a_state_that_the_trail_does_not_know_is_named(cohort):
    sql("UPDATE registrations SET state = 'withdrawn' WHERE id = 1")
    assert f"{reference('ana1@example.ca')}: it is withdrawn, and its trail says confirmed." in found()


def test_a_registration_without_a_trail_is_named(cohort):
    sql("DELETE FROM activity_values WHERE activity_id IN (SELECT id FROM activities WHERE subject_id = 4)")
    assert f"{reference('ana4@example.ca')}: it is waitlisted, and its trail says nothing." in found()


def test_the_trail_may_tell_of_more_than_states(cohort):
    registrations.edit(1, by=applicant(1), name="Ana Roy", organization="Phare", language="fr")
    assert found() == []


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("register", "waitlisted"),
        ("withdraw", "withdrawn"),
        ("promote", "seat_now_yours"),
        ("cancel", "cancelled"),
    ],
)
def test_a_change_that_nobody_was_told_of_is_named(cohort, act, kind):
    withdrawals.withdraw(1, by=applicant(1))
    cancellations.cancel(2, by=COMMAND_LINE, reason="Double")
    register(cohort)
    register(cohort)
    register(cohort)
    assert found() == []
    who = db.session.execute(text("SELECT max(subject_id) FROM messages WHERE kind = :kind"), {"kind": kind}).scalar()
    sql("DELETE FROM messages WHERE kind = :kind AND subject_id = :who", kind=kind, who=who)
    named = db.session.get_one(Registration, who).reference
    assert found() == [f"{named}: no message tells of the act “{act}”."]


def test_whatever_people_should_be_told_of_the_laws_miss_its_message():
    everything()
    assert found() == []
    about = "SELECT DISTINCT subject_id, kind FROM messages WHERE subject_type = 'registration'"
    written = db.session.execute(text(about)).all()
    db.session.rollback()
    needed = {kind for kinds in TOLD.values() for kind in kinds}
    assert {kind for _who, kind in written} >= needed
    for who, kind in written:
        if kind in needed:
            sql("UPDATE messages SET kind = 'lost' WHERE subject_id = :who AND kind = :kind", who=who, kind=kind)
            named = db.session.get_one(Registration, who).reference
            assert f"{named}: no message tells of the act" in " ".join(laws.who_should_know_was_told()), kind
            sql("UPDATE messages SET kind = :kind WHERE subject_id = :who AND kind = 'lost'", who=who, kind=kind)
    assert found() == []


def test_whatever_state_people_are_in_the_laws_miss_its_entry():
    everything()
    newest = (
        "SELECT max(activity_values.id) FROM activity_values JOIN activities ON activities.id = activity_id"
        " WHERE name = 'state' AND subject_type = 'registration' GROUP BY subject_id"
    )
    entries = db.session.execute(text(newest)).scalars().all()
    people = db.session.scalars(db.select(Registration.state)).all()
    db.session.rollback()
    assert (len(entries), set(people)) == (len(people), set(STATES))
    for entry in entries:
        sql("UPDATE activity_values SET name = 'lost' WHERE id = :entry", entry=entry)
        assert "and its trail says" in " ".join(laws.the_trail_ends_in_the_present_state())
        sql("UPDATE activity_values SET name = 'state' WHERE id = :entry", entry=entry)


def test_the_mail_of_a_cancelled_cohort_tells_of_it_too(cohort):
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    cancellations.carry_on()
    assert found() == []
    sql("DELETE FROM messages WHERE kind = 'cohort_cancelled' AND subject_id = 3")
    assert found() == [f"{reference('ana3@example.ca')}: no message tells of the act “cancel”."]


def test_what_happened_before_the_first_message_needs_none():
    cohort = a_cohort()
    with clock.standing_at(clock.now() - timedelta(days=3)):
        _quietly(cohort, applicant())
    register(cohort)
    assert found() == []


def test_an_import_tells_nobody():
    cohort = a_cohort()
    register(cohort)
    _quietly(cohort, IMPORT)
    assert found() == []


def _quietly(cohort: int, by) -> None:
    notice = institutions.current().privacy_notice_id
    registrations.register(
        a_person(), by=by, cohort_id=cohort, privacy_notice_id=notice, one_time_key=tokens.one_time(), tell=False
    )


def test_every_move_of_the_table_has_a_mail():
    # Who is moved to another cohort is told there.
    assert {(move.act, move.after) for move in TABLE} == {*TOLD, ("move", "cancelled")}


def test_people_of_a_cancelled_cohort_are_named_after_an_hour(cohort):
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Storm")
    assert found() == []
    with clock.standing_at(clock.now() + timedelta(hours=1, minutes=1)):
        cancellations.carry_on(batch=1)
        assert found() == ["ai/ottawa: cancelled, and registrations that are still active: 3. Does the worker run?"]


def test_an_offer_that_nobody_ends_is_named_after_an_hour(cohort):
    sql("UPDATE registrations SET state = 'offered', offer_ends_at = registered_at WHERE id = 1")
    ends = db.session.get_one(Registration, 1).registered_at
    sentence = f"{reference('ana1@example.ca')}: its offer ended, and its seat is still held. Does the worker run?"
    with clock.standing_at(ends + timedelta(minutes=59)):
        assert sentence not in found()
    with clock.standing_at(ends + timedelta(minutes=61)):
        assert sentence in found()


def test_a_key_that_is_not_the_one_of_its_address_is_named(cohort):
    sql("UPDATE registrations SET email_key = 'else@example.ca' WHERE id = 2")
    assert found() == [f"{reference('ana2@example.ca')}: its address is compared by the key of another one."]


@pytest.fixture
def no_index(cohort):
    """The index that keeps addresses apart is lost, as in a copy of the database made by hand."""
    (index,) = (i for i in Registration.__table__.indexes if i.name == "uq_registrations_active_address")
    index.drop(db.session.connection())
    db.session.commit()
    yield
    sql("UPDATE registrations SET state = 'cancelled', place = NULL")
    index.create(db.session.connection())
    db.session.commit()


def test_an_address_that_is_active_twice_is_named(no_index):
    sql("UPDATE registrations SET email = 'Ana1@example.ca', email_key = 'ana1@example.ca' WHERE id = 3")
    named = min(reference("ana1@example.ca"), reference("Ana1@example.ca"))
    assert found() == [f"ai/ottawa: 2 active registrations have the address of {named}."]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seats SET taken = 3",
        "UPDATE seats SET capacity = 1",
        "UPDATE seats SET taken = -1",
        "UPDATE seats SET waiting = -1",
        "UPDATE seats SET held_back = 1",
        "UPDATE seats SET held_back = -1",
        "UPDATE seats SET capacity = -1, taken = -1",
        "UPDATE registrations SET place = 1 WHERE id = 4",
        "UPDATE registrations SET place = NULL WHERE id = 4",
        "UPDATE registrations SET place = 9 WHERE id = 1",
        "UPDATE registrations SET state = 'asleep' WHERE id = 1",
        "UPDATE registrations SET state = 'offered' WHERE id = 1",
        "UPDATE registrations SET offer_ends_at = registered_at WHERE id = 1",
        "UPDATE cohorts SET offer_hours = 0",
        "UPDATE cohorts SET waitlist_limit = -1",
        "UPDATE cohorts SET admission = 'lottery'",
        "UPDATE cohorts SET on_free_seat = 'burn'",
        "UPDATE registrations SET email_key = 'ana1@example.ca' WHERE id = 2",
        "UPDATE cohorts SET ends_at = starts_at",
    ],
)
def test_the_database_itself_refuses(cohort, statement):
    with pytest.raises(IntegrityError):
        sql(statement)
    db.session.rollback()
    assert found() == []


def test_the_laws_change_nothing_and_leave_no_transaction_open(cohort, statements):
    with statements() as seen:
        assert found() == []
    assert {each.split()[0] for each in seen} <= {"SELECT", "BEGIN"}
    assert not db.session.registry().in_transaction()
