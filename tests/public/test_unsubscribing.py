"""Getting no more informational mail: one press at the address that the mail names, and nothing else."""

import hashlib
from html import unescape

import pytest
from sqlalchemy import select

from cohorts.activity.actors import applicant
from cohorts.core import tokens
from cohorts.core.database import Base, db
from cohorts.mail import queries as mails
from cohorts.messages import suppressions
from cohorts.programs.models import Cohort
from cohorts.registrations import links, news, unsubscribing, withdrawals
from cohorts.registrations.models import Registration
from tests.factories.registrations import a_registration, read

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'


@pytest.fixture
def ana(app, cohort):
    """The id of who has a seat and wants news."""
    with app.app_context():
        found = a_registration(db.session.scalars(select(Cohort.id)).one(), name="Ana Roy", email="Ana@example.ca")
        news.agree(found, str(news.WORDING))
        db.session.commit()
        return found.id


@pytest.fixture
def link(app, ana):
    """The path of the link in a mail to her."""
    with app.app_context():
        return unsubscribing.of(read(ana)).link.removeprefix("http://localhost")


def has_left(app, registration_id):
    with app.app_context():
        found = read(registration_id)
        return suppressions.has_left(found.cohort.program_id, found.email)


def digest(app):
    with app.app_context():
        rows = [sorted(map(repr, db.session.execute(select(table)))) for table in Base.metadata.sorted_tables]
        db.session.rollback()
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_looking_changes_nothing_however_often(app, client, link):
    before = digest(app)
    pages = [client.open(link, method=method) for method in ("GET", "HEAD", "GET", "HEAD")]
    assert [page.status_code for page in pages] == [200] * 4
    assert digest(app) == before
    assert "Unsubscribe from these messages?" in pages[0].text
    assert "Unsubscribe</button>" in pages[0].text


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"data": MULTIPART, "content_type": "multipart/form-data; boundary=x"},
        {},
    ],
    ids=["one click", "one click, multipart", "the button"],
)
def test_one_press_is_enough_without_cookie_or_sign_in_and_gives_none(app, client, ana, link, body):
    answer = client.post(link, **body)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert has_left(app, ana)


def test_a_client_that_holds_nothing_at_all_is_answered_alike(app, ana, link):
    bare = app.test_client(use_cookies=False)
    assert (
        bare.post(link, headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}).status_code == 200
    )
    assert has_left(app, ana)


def test_pressed_twice_is_pressed_once(app, client, link):
    client.post(link)
    after = digest(app)
    assert client.post(link).status_code == 200
    assert digest(app) == after


def test_who_has_a_seat_reads_that_what_concerns_it_still_comes(client, link):
    page = client.post(link).text
    assert "You are unsubscribed" in page
    assert "You will still get messages about your own registration" in page
    assert "ana@example.ca" in page


def test_who_has_nothing_does_not_read_that_they_are_registered(app, client, ana, link):
    with app.app_context():
        withdrawals.withdraw(ana, by=applicant(ana))
    page = client.post(link).text
    assert "If you register again" in page
    assert "about your own registration" not in page


def test_the_way_back_is_one_press_too_but_gives_no_consent_to_news(app, client, ana, link):
    client.post(link)
    answer = client.post(f"{link}/undo")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{link}?again=1")
    assert not has_left(app, ana)
    assert "You are subscribed again" in client.get(f"{link}?again=1").text
    with app.app_context():
        assert read(ana).news_agreed_at is None
        assert read(ana).news_wording is None


def test_it_is_for_whoever_has_this_address_in_any_cohort_of_the_program(app, client, ana, link):
    with app.app_context():
        assert read(ana).news_agreed_at is not None
    client.post(link)
    with app.app_context():
        assert db.session.scalars(select(Registration).where(Registration.news_agreed_at.is_not(None))).all() == []


def test_in_french_the_page_is_french_at_its_own_address(client, link):
    page = client.get(link.replace("/en/", "/fr/"))
    assert page.status_code == 200
    assert '<html lang="fr-CA"' in page.text


def test_the_link_is_no_other_key_and_no_other_key_is_this_link(app, client, ana, link):
    token = link.rsplit("/", 1)[1]
    assert client.get(f"/en/registrations/link/{token}").status_code == 404
    with app.app_context():
        manage = links.manage(read(ana)).rsplit("/", 1)[1]
    assert client.post(f"/en/unsubscribe/{manage}").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_is_wrong_with_a_link_is_answered_alike(app, client, ana, link, method):
    with app.app_context():
        nowhere = tokens.sign(unsubscribing.UNSUBSCRIBE, {"a": "ana@example.ca", "p": 999})
        not_ours = tokens.sign("another purpose", {"a": "ana@example.ca", "p": 1})
        halved = [tokens.sign(unsubscribing.UNSUBSCRIBE, said) for said in ({}, {"a": "ana@example.ca", "p": "x"})]
    wrong = [link[:-4], f"{link}x", *(f"/en/unsubscribe/{each}" for each in (nowhere, not_ours, *halved, "a", "é"))]
    before = digest(app)
    pages = [client.open(each, method=method) for each in wrong]
    assert {page.status_code for page in pages} == {404}
    assert all("This link is not complete" in page.text for page in pages)
    assert digest(app) == before


def test_the_link_outlives_the_registration_s_own(app, client, ana, link):
    with app.app_context():
        read(ana).link_version += 1
        db.session.commit()
    assert client.post(link).status_code == 200
    assert has_left(app, ana)


def test_organizers_do_not_see_the_key_in_the_message(app, link):
    token = link.rsplit("/", 1)[1]
    assert token not in mails.KEY.sub(r"\1…", f"[Get no more]({link})")


@pytest.mark.parametrize("secure", [True, False])
def test_mail_programs_are_told_only_where_the_site_has_https(app, ana, secure):
    app.config["BASE_URL"] = "https://cohorts.example" if secure else "http://localhost"
    with app.app_context():
        leaving = unsubscribing.of(read(ana))
    assert leaving.link.startswith(app.config["BASE_URL"])
    expected = {"List-Unsubscribe": f"<{leaving.link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert dict(leaving.headers) == (expected if secure else {})


def test_the_name_of_the_program_stays_a_name(app, client, link):
    with app.app_context():
        db.session.scalars(select(Cohort)).one().program.title = {"en": "<b>AI</b>"}
        db.session.commit()
    page = client.get(link).text
    assert "<b>AI</b>" not in page
    assert "<b>AI</b>" in unescape(page)
