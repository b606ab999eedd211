"""The mail is made before the lock; what it says is what is so under the lock."""

import pytest
from sqlalchemy import event, select, update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.messages import templates
from cohorts.programs.models import Cohort, Program, Seats
from cohorts.programs.owners import Owner
from tests.factories.programs import a_cohort
from tests.factories.registrations import register

pytestmark = [
    pytest.mark.usefixtures("institution"),
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]


@pytest.fixture
def meanwhile():
    """Runs a statement on another connection, right before the cohort is locked."""
    statements = []

    def change(_connection, _cursor, text, *_rest):
        if "FOR UPDATE" in text and statements:
            with db.engine.begin() as other:
                other.execute(statements.pop())

    event.listen(db.engine, "before_cursor_execute", change)
    yield statements.append
    event.remove(db.engine, "before_cursor_execute", change)


def told() -> tuple[str, str]:
    row = db.session.execute(select(Message.kind, Message.title)).one()
    return row[0], row[1]


def test_a_cohort_that_was_edited_meanwhile_is_told_as_it_is_now(meanwhile):
    cohort = a_cohort()
    new = {"title": {"en": "Gatineau"}, "version": Cohort.version + 1}
    meanwhile(update(Cohort).where(Cohort.id == cohort).values(new))
    register(cohort)
    assert told() == ("seat_confirmed", "You have a seat: AI for Policy Professionals, Gatineau")


@pytest.mark.parametrize("owner", ["cohort", "program"])
def test_words_that_were_saved_meanwhile_are_the_words_that_are_sent(meanwhile, owner):
    made = db.session.get_one(Cohort, a_cohort())
    table = {"cohort": Cohort, "program": Program}[owner]
    whose = Owner(owner, {"cohort": made.id, "program": made.program_id}[owner])
    templates.save(whose, "seat_confirmed", "en", subject="Bienvenue", body="{manage_link}", by=COMMAND_LINE)
    # As if they were not saved yet.
    db.session.execute(update(table).values(templates_version=0))
    db.session.commit()
    meanwhile(update(table).values(templates_version=1))
    register(made.id)
    assert told() == ("seat_confirmed", "Bienvenue")


def test_who_would_have_had_the_last_seat_a_moment_ago_is_told_that_they_wait(meanwhile):
    cohort = a_cohort(capacity=1)
    meanwhile(update(Seats).where(Seats.cohort_id == cohort).values(capacity=0))
    register(cohort)
    assert told()[0] == "waitlisted"
