"""Which words are in force, as they are written and taken back, on both databases."""

import json

import pytest

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.core.errors import Missing, Stale
from cohorts.mail import templates as mail_templates
from cohorts.mail.models import Message
from cohorts.mail.rendering import Recipient
from cohorts.mail.templates import Template
from cohorts.messages import gaps, queries, templates
from cohorts.programs import owners
from cohorts.programs.models import Cohort
from cohorts.registrations import registrations
from cohorts.registrations.emails import handed_over, letters, quoted
from tests.factories.answers import answered
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration, read, register

KIND = "seat_confirmed"


@pytest.fixture(autouse=True)
def institution(context):
    """An application context with an institution."""
    an_institution()


def save(owner, subject, *, body="Hello {name}", kind=KIND, language="en", **more):
    return templates.save(owner, kind, language, subject=subject, body=body, by=COMMAND_LINE, **more)


def newest() -> Message:
    return db.session.query(Message).order_by(Message.id.desc()).first()


def test_a_cohorts_own_words_beat_the_programs_which_beat_the_default():
    program = a_program()
    cohort = a_cohort(program_id=program, capacity=9)
    titles = []
    for owner, subject in (
        (None, ""), (owners.program(program), "The program’s"), (owners.cohort(cohort), "The cohort’s"),
    ):  # fmt: skip
        if owner:
            save(owner, subject)
        a_registration(cohort)
        titles.append(newest().title)
    templates.restore(owners.cohort(cohort), KIND, "en", by=COMMAND_LINE)
    a_registration(cohort)
    assert [title[:15] for title in (*titles, newest().title)] == [
        "You have a seat", "The program’s", "The cohort’s", "The program’s",
    ]  # fmt: skip


def test_a_queued_message_keeps_the_words_that_it_was_written_in():
    cohort = a_cohort()
    a_registration(cohort)
    before = newest().body
    save(owners.cohort(cohort), "Others")
    db.session.expire_all()
    assert newest().body == before


def test_own_words_cost_a_registration_no_statement_once_they_are_known(statements):
    cohort = a_cohort(capacity=9)
    register(cohort)
    with statements() as without:
        register(cohort)
    save(owners.cohort(cohort), "Ours")
    register(cohort)
    with statements() as with_words:
        register(cohort)
    assert len(with_words) == len(without)


def test_two_who_write_at_once_see_each_other():
    owner = owners.cohort(a_cohort())
    save(owner, "One", expected_version=0)
    with pytest.raises(Stale):
        save(owner, "Two", expected_version=0)
    seen = queries.own(owner)[KIND, "en"].version
    templates.restore(owner, KIND, "en", by=COMMAND_LINE)
    save(owner, "Three")
    with pytest.raises(Stale):
        save(owner, "Four", expected_version=seen)


def test_what_nobody_knows_has_no_words():
    owner = owners.cohort(a_cohort())
    for kind, language in (("nothing", "en"), ("broadcast", "en"), ("footer", "en"), (KIND, "de")):
        with pytest.raises(Missing):
            save(owner, "x", kind=kind, language=language)
    with pytest.raises(Missing):
        save(owners.cohort(10_000), "x")


def test_a_language_without_own_words_where_another_has_them_is_told():
    cohort = db.session.get_one(Cohort, a_cohort())
    assert gaps.counts([cohort]).cohorts == {}
    save(owners.cohort(cohort.id), "Ours")
    assert gaps.counts([cohort]).cohorts == {cohort.id: 1}
    save(owners.program(cohort.program_id), "À nous", language="fr")
    assert gaps.counts([cohort]).cohorts == {cohort.id: 0}


def test_a_kept_template_is_the_one_that_was_made_and_is_made_again_for_another_layout():
    made = mail_templates.compile("Hi {name}\n# Hi\n\n[Go]({manage_link}) [s](https://x.example/?r={reference})", "fr")
    kept = json.loads(json.dumps(made.to_json()))
    assert Template.from_json(kept) == made
    assert mail_templates.MARK not in json.dumps(kept)
    stale = {**kept, "made_by": "an older layout", "html": [["old"]]}
    assert Template.from_json(stale) == made


def test_a_link_alone_is_a_button_but_not_in_the_foot():
    made = mail_templates.compile("Hi\n[Go]({manage_link})", "en")
    values = dict.fromkeys(made.names, "https://example.org")
    assert mail_templates.fill(made.html, values).count('class="button"') == 1


def test_an_answer_is_quoted_only_where_the_address_is_proved_and_never_what_is_sensitive():
    cohort = a_cohort(capacity=9)
    a_form(cohort, [written("role"), written("health", is_sensitive=True), written("cv", "file")])
    assert quoted.keys(owners.cohort(cohort)) == {"role"}
    body = "Hello {name}\n\nRole: {answer_role}"
    save(owners.cohort(cohort), "Ours", body=body, answers={"role"})
    ana = answered(cohort, {"role": "Spy", "health": "Ill"})
    assert "Role" not in newest().text
    registrations.edit(ana.id, by=applicant(ana.id), name=ana.name, organization="Secret Service", language="en")
    letters.write(KIND, read(ana.id), cause="again")
    assert "Role: Spy" in newest().text


def test_a_mail_to_an_address_that_nobody_proved_quotes_nothing_typed_but_the_name():
    cohort = a_cohort(capacity=1)
    a_form(cohort, [written("role")])
    for _ in range(2):
        answered(cohort, {"role": "Typed answer"}, name="Typed Name", organization="Typed Organization")
    for message in db.session.query(Message):
        whole = message.title + message.text
        assert "Typed Name" in whole
        assert "Typed answer" not in whole and "Typed Organization" not in whole


def test_whose_registration_is_another_persons_now_gets_no_key_to_it():
    cohort = a_cohort()
    save(owners.cohort(cohort), "Ours", kind="handed_over", body="Hello {name}")
    with pytest.raises(Exception, match="manage_link"):
        save(owners.cohort(cohort), "Ours", kind="handed_over", body="{manage_link}")
    registration = a_registration(cohort)
    smuggled = mail_templates.compile("Hi\n{name} {manage_link}", "en")
    letters.write("handed_over", registration, to=Recipient("Old", "old@example.ca"), template=smuggled, cause="x")
    assert "/registrations/link/" not in newest().text
    handed_over.write(registration, Recipient("Old", "old@example.ca"), "en")
    assert "Hello Old" in newest().text


def test_what_only_the_change_knew_is_kept_with_its_message():
    cohort = a_cohort()
    registration = a_registration(cohort)
    letters.write("cancelled", registration, said={"reason": ["No room.", "Sorry."], "note": []}, cause="x")
    assert newest().said == {"reason": ["No room.", "Sorry."]}
