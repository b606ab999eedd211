"""Messages for who writes their words: real values, and links that open nothing."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from cohorts.core import clock, languages, when
from cohorts.core.database import db
from cohorts.mail import parts, templates
from cohorts.messages import kinds
from cohorts.programs.models import Cohort
from cohorts.registrations import calendars, samples
from cohorts.registrations.models import Registration
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, read
from tests.mail.every import parsed, write_all

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


def sample_of(kind, cohort, registration=None, language="en"):
    words = templates.compiled(kind, language)
    return samples.rendered(
        kind, language, words, program=cohort.program, cohort=cohort, registration=registration, cause=kind
    )


def headers(message):
    return sorted(name for name in parsed(message) if name.startswith("List-"))


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_sample_carries_the_files_and_the_way_out_that_the_real_message_has(app, institution, language):
    app.config["BASE_URL"] = "https://localhost"
    real = write_all(language)
    cohort = db.session.scalars(select(Cohort).limit(1)).one()
    with_files = set()
    for kind in kinds.KINDS:
        sample = sample_of(kind, cohort, language=language)
        assert headers(sample) == headers(real[kind]), kind
        files = parts.of(real[kind].body).attachments
        assert len(parts.of(sample.body).attachments) >= len(files), kind
        with_files |= {kind} if files else set()
    assert {"seat_confirmed", "seat_now_yours", "cohort_changed", "cohort_cancelled", "moved"} <= with_files
    assert {kind for kind in kinds.KINDS if headers(real[kind])} == {"thanks"}


def test_the_file_of_a_sample_is_named_as_in_the_words_and_nobodys(person):
    cohort, somebody = person.cohort, prove(person)
    message = sample_of("withdrawn", cohort, somebody)
    assert parts.of(message.body).attachments == [f"{somebody.reference}.ics"]
    assert f"{somebody.reference}.ics" in message.text
    (file,) = parsed(message).iter_attachments()
    events = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert {str(event["status"]) for event in events} == {"CANCELLED"}
    real = Calendar.from_ical(calendars.file(somebody)).walk("VEVENT")
    assert not {str(event["uid"]) for event in events} & {str(event["uid"]) for event in real}


def test_the_way_out_of_a_sample_opens_nothing(app, institution):
    app.config["BASE_URL"] = "https://localhost"
    cohort = db.session.get_one(Cohort, a_cohort())
    message = sample_of("thanks", cohort, read(a_registration(cohort.id).id))
    link = str(parsed(message)["List-Unsubscribe"]).strip("<>")
    assert link in message.text
    visitor = app.test_client(use_cookies=False)
    assert [visitor.get(link).status_code, visitor.post(link).status_code] == [404, 404]


def test_a_message_to_many_has_a_way_out_where_its_reader_needs_it_not(institution):
    cohort, words = db.session.get_one(Cohort, a_cohort(capacity=1)), templates.compile("Hi\nHello", "en")
    seated, waiting = (a_registration(cohort.id) for _ in range(2))
    texts = [
        samples.rendered(
            "broadcast", "en", words, program=cohort.program, cohort=cohort, registration=read(each.id)
        ).text
        for each in (seated, waiting)
    ]
    assert ["/unsubscribe/" in text for text in texts] == [False, True]


@pytest.mark.parametrize("is_real", [True, False])
def test_further_questions_are_those_of_the_cohort_with_their_own_deadline(institution, is_real):
    cohort = db.session.get_one(Cohort, a_cohort())
    person = read(a_registration(cohort.id).id) if is_real else None
    until = clock.now() + timedelta(days=3)
    a_form(cohort.id, [written("diet", stage="after_seat")], after_seat_until=until)
    for language, words in (("en", "Answer them by"), ("fr", "Date limite pour y répondre\u00a0:")):
        text = sample_of("seat_confirmed", cohort, person, language).text
        assert f"{words} {when.day_and_time(until, cohort.timezone, language)}" in text
        assert text.count(samples.dead_link(language)) == 3


@pytest.mark.parametrize("is_real", [True, False])
def test_of_a_cohort_that_asks_no_more_a_sample_says_nothing_of_it_like_the_real_message(institution, is_real):
    cohort = db.session.get_one(Cohort, a_cohort())
    person = read(a_registration(cohort.id).id) if is_real else None
    for language, words in (("en", "more questions"), ("fr", "quelques questions")):
        assert words not in sample_of("seat_confirmed", cohort, person, language).text


def test_the_answers_that_an_unproved_address_does_not_get_are_named(person):
    assert samples.unproved(WORDS, person) == ["{answer_access}", "{answer_team}"]
    assert samples.unproved(WORDS, prove(person)) == []
    assert samples.unproved(WORDS, None) == []
