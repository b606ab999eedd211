"""Registering over HTTP, as a browser without JavaScript does it."""

import re

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import applicant
from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations import withdrawals
from cohorts.registrations.models import Registration
from tests.factories.programs import an_institution
from tests.factories.registrations import register as at_once


def state_of(page) -> str:
    found = re.search(r'<main[^>]*data-state="(\w+)"', page.get_data(as_text=True))
    return found[1] if found else ""


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Registration))


def register(client, fill, cohort, language="en", **answers):
    address = f"/{language}{cohort}/register"
    return client.post(address, data=fill(address, **answers), follow_redirects=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_third_person_on_two_seats_is_on_the_waiting_list(app, cohort, language, fill, client):
    pages = [register(client, fill, cohort, language, email=f"p{n}@example.ca") for n in range(3)]
    assert [state_of(page) for page in pages] == ["confirmed", "confirmed", "waitlisted"]
    assert {page.status_code for page in pages} == {200}


def test_a_double_click_shows_the_same_result_twice(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    answers = fill(address)
    first, second = client.post(address, data=answers), client.post(address, data=answers)
    assert first.location == second.location
    assert count(app) == 1


def test_a_known_address_is_told_to_look_into_the_mailbox_and_nothing_else(app, cohort, fill):
    ana, stranger = app.test_client(), app.test_client()
    address = f"/en{cohort}/register"

    def send(client, **answers):
        page = client.get(address).get_data(as_text=True)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        said = {"name": "Ana Roy", "email": "ana@example.ca", "language": "en", "privacy": "y", **answers}
        return client.post(address, data={**hidden, **said}, follow_redirects=True)

    send(ana)
    page = send(stranger, name="Somebody Else", email="Ana@EXAMPLE.ca").get_data(as_text=True)
    assert "Ana Roy" not in page and "OTT-" not in page
    assert "mailbox" in page.lower() and "once a minute at most" in page
    assert count(app) == 1


BAD = [
    ("name", "", "Enter your full name"),
    ("name", "\u200b\u200d", "Enter your full name"),
    ("name", "A" * 201, "Use at most 200 characters"),
    ("name", "Ana\x00Roy", "cannot be read"),
    ("name", "https://evil.example win money", "Enter a name, without a web address"),
    ("name", "Ana WWW.evil.example", "Enter a name, without a web address"),
    ("name", "evil.example/win", "Enter a name, without a web address"),
    ("email", "ana", "Enter an email address with an @"),
    ("email", "ana@example.ca\nBcc: bo@example.ca", "Enter one address only"),
    ("email", "ana@example.ca, bo@example.ca", "Enter one address only"),
    ("email", '"ana"@example.ca', "Check the part before the @"),
    ("email", "ana@[192.0.2.1]", "Check the part after the @"),
    ("language", "de", "Choose one of these languages"),
    ("privacy", "", "agree to the privacy notice"),
    ("organization", "x" * 201, "Use at most 200 characters"),
]


@pytest.mark.parametrize(("field", "typed", "sentence"), BAD)
def test_bad_input_gives_the_form_back_with_words_and_every_answer(app, cohort, client, fill, field, typed, sentence):
    answers = fill(f"/en{cohort}/register", **{"organization": "Treasury Board", field: typed})
    page = client.post(f"/en{cohort}/register", data=answers)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert sentence in text
    assert "<title>Error: " in text
    assert answers["organization"] in text
    assert count(app) == 0


@pytest.mark.parametrize("name", ["J. R. R. Tolkien", "M. St.John", "Ana Roy, M.Sc.", "Www", "Bo / Bea Li"])
def test_names_with_dots_are_names(app, cohort, client, fill, name):
    register(client, fill, cohort, name=name)
    assert count(app) == 1


def test_a_name_of_several_lines_becomes_one(app, cohort, client, fill):
    register(client, fill, cohort, name="Ana\r\nRoy\n\nBcc: bo@example.ca")
    with app.app_context():
        assert db.session.scalar(select(Registration.name)) == "Ana Roy Bcc: bo@example.ca"


def test_bytes_that_are_no_text_are_said_to_be_unreadable(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    answers = fill(address)
    body = "&".join(f"{name}={value}" for name, value in answers.items() if name != "name") + "&name=Ana%FF%FE"
    page = client.post(address, data=body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 422
    assert "cannot be read" in page.get_data(as_text=True)


def test_a_stale_page_is_given_back_filled(app, cohort, client, fill):
    answers = fill(f"/en{cohort}/register")
    page = app.test_client().post(f"/en{cohort}/register", data=answers)
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "send it again" in text and 'value="Ana Roy"' in text
    assert count(app) == 0


def test_a_likely_slip_in_the_address_is_asked_about_and_never_refused(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    asked = client.post(address, data=fill(address, email="ana@gmial.com"))
    assert asked.status_code == 422
    assert "ana@gmail.com" in asked.get_data(as_text=True)
    kept = client.post(address, data=fill(address, email="ana@gmial.com", email_confirmed="ana@gmial.com"))
    assert (kept.status_code, count(app)) == (302, 1)


def test_a_robot_that_fills_the_trap_registers_nobody(app, cohort, client, fill):
    page = client.post(f"/en{cohort}/register", data=fill(f"/en{cohort}/register", website="https://spam.example"))
    assert page.status_code == 422
    assert count(app) == 0


def test_a_fast_person_is_no_robot(app, cohort, client, fill):
    assert state_of(register(client, fill, cohort)) == "confirmed"


def test_the_language_link_of_the_form_keeps_the_answers(app, cohort, client, fill):
    answers = fill(f"/en{cohort}/register", name="Zoé", switch_language="fr")
    page = client.post(f"/fr{cohort}/register", data=answers)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert 'lang="fr-CA"' in text and 'value="Zoé"' in text
    assert count(app) == 0


def test_a_body_that_is_too_large_or_has_thousands_of_fields_is_refused_kindly(app, cohort, client):
    large = client.post(f"/en{cohort}/register", data={"name": "x" * 1_100_000})
    many = client.post(f"/en{cohort}/register", data={f"f{n}": "" for n in range(3000)})
    assert [large.status_code, many.status_code] == [413, 413]
    assert "Traceback" not in large.get_data(as_text=True)


def test_who_lost_the_race_is_told_so(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    answers = fill(address, email="late@example.ca")
    with app.app_context():
        cohort_id = db.session.scalars(select(Cohort.id)).one()
        at_once(cohort_id)
        at_once(cohort_id)
    page = client.post(address, data=answers, follow_redirects=True)
    assert state_of(page) == "waitlisted"
    assert "The last seat went while you wrote" in page.get_data(as_text=True)


def test_a_privacy_notice_that_changed_meanwhile_is_agreed_to_anew(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    answers = fill(address)
    with app.app_context():
        an_institution(privacy_notice={"en": "We keep your answers for ever."})
    page = client.post(address, data=answers)
    text = page.get_data(as_text=True)
    assert (page.status_code, count(app)) == (409, 0)
    assert "The privacy notice changed while you wrote" in text and "for ever" in text
    assert state_of(client.post(address, data=fill(address), follow_redirects=True)) == "confirmed"
    with app.app_context():
        assert db.session.scalars(select(Registration.privacy_notice_id)).one() == 2


def test_back_after_withdrawing_asks_before_registering_anew(app, cohort, client, fill):
    address = f"/en{cohort}/register"
    answers = fill(address)
    client.post(address, data=answers)
    with app.app_context():
        made = db.session.scalars(select(Registration.id)).one()
        withdrawals.withdraw(made, by=applicant(made))
    page = client.post(address, data=answers)
    text = page.get_data(as_text=True)
    assert (page.status_code, count(app)) == (409, 1)
    assert "You withdrew this registration" in text
    key = re.search(r'name="key" value="([^"]+)"', text)[1]
    assert state_of(client.post(address, data={**answers, "key": key}, follow_redirects=True)) == "confirmed"
    assert count(app) == 2


def test_a_redirect_believes_no_host_header(client, cohort):
    for address in ("/en", "/"):
        location = client.get(address, headers={"Host": "evil.example"}).location
        assert location == "/en/"
