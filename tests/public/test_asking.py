"""Registering where organizers ask questions of their own: one page, over the test client, on both databases."""

import pytest
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations import said
from cohorts.registrations.models import Registration
from tests.factories.forms import a_form, written
from tests.factories.questions import only_if, options
from tests.public.asking import send, text
from tests.public.test_registrations import state_of

SECTOR = written("sector", "choice", label="Your sector", required=True, options=options("Public", "Private"))
WHICH = written("company", label="Which company?", required=True, show_if=only_if("sector", "private"))
WHY = written("why", "long_text", label="Why do you apply?")
PERSON = {"name": "Ana Roy", "email": "ana@example.ca", "privacy": "yes"}


@pytest.fixture
def ask(app, cohort):
    """Makes the cohort's form; how its fields are called, by key."""

    def ask(*questions, **changes):
        with app.app_context():
            form = a_form(db.session.scalars(select(Cohort.id)).one(), questions, **changes)
            return {question.key: question.name for question in form.everything}

    return ask


def answers_of(app):
    """What the one registration says, by key."""
    with app.app_context():
        made = db.session.scalars(select(Registration.id)).one()
        return {each.key: [tuple(value)[:2] for value in each.values] for each in said.of(made)}


def test_what_is_answered_is_kept_with_the_registration(app, client, cohort, ask):
    names = ask(SECTOR, WHICH, WHY)
    page = client.get(f"/en{cohort}/register")
    done = send(client, page, **PERSON, **{names["sector"]: "private", names["company"]: "Acme", names["why"]: "So."})
    assert state_of(done) == "confirmed"
    assert answers_of(app) == {"sector": [("private", "")], "company": [("", "Acme")], "why": [("", "So.")]}


def test_an_answer_that_its_condition_hides_is_neither_asked_for_nor_kept(app, client, cohort, ask):
    names = ask(SECTOR, WHICH)
    page = client.get(f"/en{cohort}/register")
    done = send(client, page, **PERSON, **{names["sector"]: "public", names["company"]: "Acme"})
    assert state_of(done) == "confirmed"
    assert answers_of(app) == {"sector": [("public", "")]}


def test_the_page_holds_what_a_choice_reveals_right_after_it(client, cohort, ask):
    names = ask(SECTOR, WHICH)
    page = text(client.get(f"/en{cohort}/register"))
    after_private = page.split('value="private"')[1]
    assert after_private.index('class="reveal"') < after_private.index(f'name="{names["company"]}"')
    assert "Step " not in page


def test_what_is_missing_is_said_in_the_order_of_the_page_with_links_to_its_controls(client, cohort, ask):
    names = ask(SECTOR, WHY)
    page = text(send(client, client.get(f"/en{cohort}/register"), name="Ana Roy", **{names["why"]: "So <b>."}))
    order = [page.index(f'href="#{each}"') for each in ("email", f"{names['sector']}-0", "privacy")]
    assert order == sorted(order)
    assert 'value="Ana Roy"' in page and "So <b>." in page
    assert "<title>Error: " in page


@pytest.mark.parametrize(("organization", "typed", "status"), [("off", None, 200), ("required", "", 422)])
def test_organizers_decide_whether_they_ask_for_the_organization(client, cohort, ask, organization, typed, status):
    ask(organization=organization)
    page = client.get(f"/en{cohort}/register")
    assert ('name="organization"' in text(page)) == (organization == "required")
    done = send(client, page, **PERSON, organization=typed)
    assert done.status_code == status
    assert ("Enter your organization" in text(done)) == (status == 422)


def test_headings_and_texts_stand_between_the_questions(client, cohort, ask):
    ask(written("work", "section", label="Your work"), WHY, written("note", "text", text={"en": "Nearly **done**."}))
    page = text(client.get(f"/en{cohort}/register"))
    assert page.index("Your work</h2>") < page.index("Why do you apply?") < page.index("<strong>done</strong>")


def test_the_language_link_keeps_every_answer(app, client, cohort, ask):
    names = ask(SECTOR, WHICH, WHY)
    page = client.get(f"/en{cohort}/register")
    typed = {names["sector"]: "private", names["company"]: "Acme", names["why"]: "Because"}
    french = send(client, page, _at=f"/fr{cohort}/register", **PERSON, **typed, switch_language="fr")
    assert french.status_code == 200 and 'lang="fr-CA"' in text(french)
    assert "<title>Err" not in text(french)
    assert state_of(send(client, french)) == "confirmed"
    assert answers_of(app)["company"] == [("", "Acme")]


def test_a_lost_session_loses_no_answer(app, client, cohort, ask):
    names = ask(SECTOR, WHICH)
    page = client.get(f"/en{cohort}/register")
    stranger = app.test_client()
    back = send(stranger, page, **PERSON, **{names["sector"]: "private", names["company"]: "Acme"})
    assert back.status_code == 422 and "send it again" in text(back)
    assert state_of(send(stranger, back)) == "confirmed"
    assert answers_of(app)["company"] == [("", "Acme")]


BAD = [
    ("sector", "nothing like it", "Choose one of these"),
    ("sector", ["public", "private"], "Give one answer; there are several."),
    ("sector", "x" * 5000, "Choose one of these"),
    ("why", "a\x00b", "cannot be read"),
    ("why", "x" * 20_001, "20"),
]


@pytest.mark.parametrize(("key", "typed", "sentence"), BAD)
def test_bad_input_has_a_clear_sentence_and_registers_nobody(app, client, cohort, ask, key, typed, sentence):
    names = ask(SECTOR, WHY)
    page = send(client, client.get(f"/en{cohort}/register"), **PERSON, **{names["sector"]: "public", names[key]: typed})
    assert page.status_code == 422
    assert sentence in text(page)
    with app.app_context():
        assert db.session.scalars(select(Registration.id)).all() == []


def test_unknown_fields_change_nothing(app, client, cohort, ask):
    names = ask(SECTOR)
    strange = {"state": "confirmed", "q-99999": "x", "q-x": "y", "validate": "1", "meta": "2", "cohort_id": "7"}
    page = client.get(f"/en{cohort}/register")
    assert state_of(send(client, page, **PERSON, **{names["sector"]: "public"}, **strange)) == "confirmed"
    assert answers_of(app) == {"sector": [("public", "")]}


def test_a_hundred_thousand_options_are_too_much_said_kindly(client, cohort, ask):
    names = ask(SECTOR)
    page = send(client, client.get(f"/en{cohort}/register"), **PERSON, **{names["sector"]: ["public"] * 100_000})
    assert page.status_code == 413 and "too much for one form" in text(page)


def test_an_answer_is_kept_in_the_wording_that_was_read(app, client, cohort, ask):
    names = ask(SECTOR, WHY)
    page = client.get(f"/en{cohort}/register")
    ask(SECTOR, written("why", "long_text", label="What brings you here?"))
    assert state_of(send(client, page, **PERSON, **{names["sector"]: "public", names["why"]: "So."})) == "confirmed"
    with app.app_context():
        made = db.session.scalars(select(Registration.id)).one()
        assert said.of(made)[1].wording.label == {"en": "Why do you apply?"}


def test_a_form_that_changed_meanwhile_takes_what_fits_and_asks_for_the_rest(app, client, cohort, ask):
    names = ask(SECTOR, WHY)
    page = client.get(f"/en{cohort}/register")
    new = ask(
        written("sector", "choice", required=True, options=options("Public", "Third")),
        WHY,
        written("new", required=True),
    )
    again = send(client, page, **PERSON, **{names["sector"]: "private", names["why"]: "So."})
    assert again.status_code == 422
    assert (
        "“Private” is no longer offered" in text(again)
        and f'href="#{new["new"]}"' in text(again)
        and "So." in text(again)
    )
    assert state_of(send(client, again, **{new["sector"]: "third", new["new"]: "Yes"})) == "confirmed"
    assert set(answers_of(app)) == {"sector", "why", "new"}


def test_a_consent_in_new_words_is_read_before_it_is_given(app, client, cohort, ask):
    names = ask(written("photos", "consent", required=True))
    page = client.get(f"/en{cohort}/register")
    ask(written("photos", "consent", required=True, text={"en": "You will be in our film."}))
    again = send(client, page, **PERSON, **{names["photos"]: "yes"})
    assert again.status_code == 422
    assert "The wording changed while you wrote" in text(again) and "our film" in text(again)
    assert state_of(send(client, again, **{names["photos"]: "yes"})) == "confirmed"


def test_a_form_of_sixty_questions_costs_no_more_than_three_statements(app, client, cohort, ask, statements):
    plain = f"/en{cohort}/register"
    client.get(plain)
    with statements() as without:
        client.get(plain)
    ask(*[written(type="yes_no") for _ in range(60)])
    with statements() as with_questions:
        client.get(plain)
    assert len(with_questions) <= len(without) + 2
