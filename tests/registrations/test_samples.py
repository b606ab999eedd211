"""Messages for who writes their words: real values, and links that open nothing."""

import pytest
from sqlalchemy import select, update

from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail import templates
from cohorts.programs.models import Cohort
from cohorts.registrations import samples
from cohorts.registrations.models import Registration
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.registrations import read

WORDS = templates.compile("{name}\nYour team: {answer_team}\n\nAccess: {answer_access}\n\nGo {manage_link}", "en")


@pytest.fixture
def person(institution):
    """Somebody who answered a question, and a sensitive one."""
    cohort = a_cohort()
    a_form(cohort, [written("team"), written("access", is_sensitive=True)])
    return answered(cohort, {"team": "Blue team", "access": "Step-free"})


def text(person=None, answers=("team",)):
    cohort = db.session.get_one(Cohort, person.cohort_id) if person else db.session.scalars(select(Cohort)).one()
    return samples.rendered(
        "received", "en", WORDS, program=cohort.program, cohort=cohort, registration=person, answers=answers
    ).text


def prove(person):
    db.session.execute(update(Registration).where(Registration.id == person.id).values(email_proved_at=clock.now()))
    db.session.commit()
    return read(person.id)


def test_answers_are_quoted_only_where_the_address_is_proved_and_never_sensitive_ones(person):
    assert "Blue team" not in text(person)
    shown = text(prove(person))
    assert "Your team: Blue team" in shown
    assert "Step-free" not in shown


def test_somebody_who_is_made_up_has_a_sample_of_everything(person):
    assert "Your team: …" in text()
    assert samples.dead_link("en") in text()


def test_the_mark_of_a_test_stands_before_the_subject_alone(person):
    marked = samples.marked(WORDS, "[Test]")
    assert marked.subject.filled({"name": "Ana"}) == "[Test] Ana"
    assert (marked.text, marked.html) == (WORDS.text, WORDS.html)


def test_the_foot_names_who_really_sends_it(person):
    shown = text(person)
    assert "programs@example.org" not in shown
    assert db.session.get_one(Cohort, person.cohort_id).contact in shown
