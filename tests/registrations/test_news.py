"""Consent to news: asked apart, kept in the words that were read, taken back as easily."""

import pytest
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.activity.models import Activity, ActivityValue
from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.messages import suppressions
from cohorts.programs import institution
from cohorts.registrations import export, queries, registrations, relocations, transfers
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_person, a_registration, read

WORDS = "Write to me about other cohorts of this program"

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def cohort(context):
    an_institution()
    return a_cohort(capacity=5)


def who_wants_news(cohort_id, wording=WORDS, **changes):
    outcome = registrations.register(
        a_person(**changes), by=applicant(), cohort_id=cohort_id, one_time_key=tokens.one_time(),
        privacy_notice_id=institution.current().privacy_notice_id, news_wording=wording,
    )  # fmt: skip
    return queries.by_reference(outcome.reference)


def edit(found, wording, **changes):
    said = {"name": found.name, "organization": found.organization, "language": found.language, **changes}
    registrations.edit(found.id, by=applicant(found.id), news_wording=wording, **said)


def news_of(registration_id):
    found = read(registration_id)
    return found.news_agreed_at is not None, found.news_wording


def changes():
    found = select(ActivityValue.old, ActivityValue.new).join(Activity).where(ActivityValue.name == "news")
    return [tuple(row) for row in db.session.execute(found.order_by(ActivityValue.id))]


def test_who_asks_for_news_is_kept_with_the_words_and_the_time(cohort):
    before = clock.now()
    found = who_wants_news(cohort)
    assert found.news_wording == WORDS
    assert before <= found.news_agreed_at <= clock.now()


def test_nobody_agrees_by_registering(cohort):
    assert news_of(a_registration(cohort).id) == (False, None)


def test_the_applicant_asks_and_takes_it_back_by_their_own_link_and_the_trail_says_so(cohort):
    found = a_registration(cohort)
    edit(found, WORDS)
    assert news_of(found.id) == (True, WORDS)
    edit(found, "")
    assert news_of(found.id) == (False, None)
    assert changes() == [(None, WORDS), (WORDS, None)]


def test_the_words_of_a_consent_that_was_given_stay(cohort):
    found = who_wants_news(cohort, "Écrivez-moi")
    edit(found, WORDS)
    assert news_of(found.id) == (True, "Écrivez-moi")


def test_what_is_not_asked_stays(cohort):
    found = who_wants_news(cohort)
    edit(found, None, name="Zoé")
    assert news_of(found.id) == (True, WORDS)


def test_who_left_and_asks_for_news_by_their_own_link_is_written_to_again(cohort):
    found = a_registration(cohort)
    suppressions.leave(found.cohort.program_id, found.email)
    edit(found, WORDS)
    assert not suppressions.has_left(found.cohort.program_id, found.email)


def test_whoever_types_an_address_into_the_form_brings_nobody_back(cohort):
    program = a_registration(cohort).cohort.program_id
    suppressions.leave(program, "ana@example.ca")
    who_wants_news(cohort, email="ana@example.ca")
    assert suppressions.has_left(program, "ana@example.ca")


def test_a_new_person_on_the_registration_was_not_asked(cohort):
    found = who_wants_news(cohort)
    transfers.propose(found.id, by=COMMAND_LINE, name="Béa", email="bea@example.ca", language="fr")
    transfer = transfers.open_for(read(found.id))
    transfers.agree(
        transfer.id, transfer.version, by=applicant(found.id), person=a_person(email="bea@example.ca"),
        privacy_notice_id=institution.current().privacy_notice_id,
    )  # fmt: skip
    assert news_of(found.id) == (False, None)


def test_who_is_moved_to_another_cohort_of_the_program_still_wants_them():
    an_institution()
    program = a_program()
    here, there = (a_cohort(program_id=program) for _ in range(2))
    found = who_wants_news(here)
    relocations.move(found.id, to=there, by=COMMAND_LINE, key=tokens.one_time())
    moved = registrations.active_of(there, found.email_key)
    assert (moved.news_agreed_at, moved.news_wording) == (found.news_agreed_at, WORDS)


def test_the_export_says_who_wants_them(cohort):
    who_wants_news(cohort, name="Ana", email="ana@example.ca")
    a_registration(cohort, name="Béa", email="bea@example.ca")
    lines = list(export.lines(cohort))
    column = lines[0].strip().split(",").index("news")
    assert [line.split(",")[column] for line in lines[1:]] == ["yes", ""]
