"""Signing in and out in a browser."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.accounts import sign_in
from cohorts.accounts.models import SignIn
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from tests.factories.programs import a_program
from tests.organizer.desk import ADDRESS, Desk, link_of, signed_in


def mails(app):
    with app.app_context():
        return list(db.session.scalars(select(Message.address)))


def test_the_link_comes_by_mail_and_signs_in(app, stranger):
    link_of(app)
    response = stranger.send("/organizer/sign-in", email="Rene@Boreal.example")
    assert response.location == "/organizer/sign-in/sent"
    assert mails(app) == [ADDRESS]
    with app.app_context():
        body = db.session.scalars(select(Message.body)).one().decode()
    assert "http://localhost/organizer/sign-in/" in body


def test_who_asks_does_not_learn_whether_somebody_has_the_address(app, stranger):
    link_of(app)
    known = stranger.send("/organizer/sign-in", email=ADDRESS)
    unknown = stranger.send("/organizer/sign-in", email="nobody@boreal.example")
    assert (known.status, known.location, known.data) == (unknown.status, unknown.location, unknown.data)
    assert mails(app) == [ADDRESS]


def test_an_address_is_written_to_five_times_an_hour_at_most(app, stranger):
    link_of(app)
    asked = [stranger.send("/organizer/sign-in", email=ADDRESS).status_code for _time in range(6)]
    assert asked == [302] * 5 + [429]
    assert len(mails(app)) == 5


def test_a_malformed_address_is_said_beside_the_field(stranger):
    response = stranger.send("/organizer/sign-in", email="rene")
    assert response.status_code == 422
    assert '<a href="#email">Enter an email address with an @' in response.text


def test_opening_the_link_changes_nothing_and_its_button_signs_in_once(app, stranger):
    link = link_of(app)
    for _scanner in range(3):
        assert "Sign in to this browser?" in stranger.text(link)
    assert stranger.get("/organizer/").status_code == 302
    assert stranger.send(link).location == "/organizer/"
    assert stranger.get("/organizer/").status_code == 200
    again = Desk(app.test_client()).get(link)
    assert again.status_code == 410
    assert "This link was used already" in again.text


def test_two_browsers_that_press_at_once_are_not_both_let_in(app):
    link, one, other = link_of(app), Desk(app.test_client()), Desk(app.test_client())
    forms = [desk.fields(link) for desk in (one, other)]
    answers = [
        desk.client.post(link, data=fields).status_code for desk, fields in zip((one, other), forms, strict=True)
    ]
    assert answers == [302, 410]


def test_a_link_dies_after_ten_minutes(app, stranger):
    link = link_of(app)
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert stranger.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "é"])
def test_a_made_up_link_is_answered_like_a_spent_one(stranger, token):
    response = stranger.get(f"/organizer/sign-in/{token}")
    assert response.status_code == 410
    assert 'name="email"' in response.text


def test_signing_in_takes_nothing_over_from_the_visitor_before(app, stranger):
    with stranger.client.session_transaction() as session:
        session["keys"] = {"OTT-222222": 1}
        session["_user_id"] = "planted"
    stranger.send(link_of(app))
    with stranger.client.session_transaction() as session:
        assert "keys" not in session
        assert session["_user_id"] != "planted"


def test_each_sign_in_has_a_secret_of_its_own_that_the_database_does_not_know(app):
    link_of(app)
    secrets = []
    for desk in (signed_in(app), signed_in(app)):
        with desk.client.session_transaction() as session:
            secrets.append(session["_user_id"])
    with app.app_context():
        hashes = set(db.session.scalars(select(SignIn.token_hash)))
    assert len(set(secrets)) == 2
    assert not hashes & set(secrets)


def test_after_signing_in_one_is_where_one_wanted_to_be(app, stranger):
    response = stranger.get("/organizer/outbox?state=failed")
    assert response.location == "/organizer/sign-in?next=/organizer/outbox?state%3Dfailed"
    link_of(app)
    stranger.send(response.location, email=ADDRESS)
    assert stranger.send(link_of(app)).location == "/organizer/outbox?state=failed"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/organizer/", "//evil.example/organizer/", "/\\evil.example", "/organizer/\\evil", "/en/",
        "javascript:alert(1)", "/organizer/sign-out", "/organizer/\r\nX: y", "organizer/",
    ],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_elsewhere(app, stranger, elsewhere):
    with stranger.client.session_transaction() as session:
        session["next"] = elsewhere
    assert stranger.send(link_of(app)).location == "/organizer/"


def test_signing_out_ends_the_sign_in_on_the_server(app, desk):
    cookie = desk.client.get_cookie("session").value
    desk.press("/organizer/", "/organizer/sign-out")
    assert desk.get("/organizer/").status_code == 302
    desk.client.set_cookie("session", cookie)
    assert desk.get("/organizer/").status_code == 302


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(app, desk):
    other = signed_in(app)
    text = desk.text("/organizer/sign-ins")
    assert text.count("This browser") == 1
    with app.app_context():
        newest = db.session.scalars(select(SignIn.id).order_by(SignIn.id.desc())).first()
    desk.press("/organizer/sign-ins", f"/organizer/sign-ins/{newest}/end")
    assert other.get("/organizer/").status_code == 302
    assert desk.get("/organizer/").status_code == 200


def test_all_other_browsers_are_signed_out_at_once(app, desk):
    others = [signed_in(app), signed_in(app)]
    desk.press("/organizer/sign-ins", "/organizer/sign-ins/others/end")
    assert [other.get("/organizer/").status_code for other in others] == [302, 302]
    assert desk.get("/organizer/").status_code == 200


def test_nobody_ends_the_sign_in_of_another_organizer(app, desk):
    other = signed_in(app, "other@boreal.example")
    with app.app_context():
        theirs = db.session.scalars(select(SignIn.id).order_by(SignIn.id.desc())).first()
    fields = desk.fields("/organizer/sign-ins", "/organizer/sign-out")
    assert desk.client.post(f"/organizer/sign-ins/{theirs}/end", data=fields).status_code == 404
    assert other.get("/organizer/").status_code == 200


def test_a_sign_in_that_is_used_lasts_thirty_days_and_an_idle_one_fourteen(app, desk):
    start = clock.now()
    for day in (13, 26):
        with time_machine.travel(start + timedelta(days=day)):
            assert desk.get("/organizer/").status_code == 200
    with time_machine.travel(start + timedelta(days=30, minutes=1)):
        assert desk.get("/organizer/").status_code == 302
    idle = signed_in(app)
    with time_machine.travel(clock.now() + sign_in.IDLE + timedelta(minutes=1)):
        assert idle.get("/organizer/").status_code == 302


def test_use_is_noted_every_five_minutes_at_most(app, desk):
    def seen():
        with app.app_context():
            return db.session.scalars(select(SignIn.seen_at)).one()

    first = seen()
    with time_machine.travel(clock.now() + timedelta(minutes=4)):
        desk.get("/organizer/")
    assert seen() == first
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        desk.get("/organizer/")
    assert seen() > first


def test_the_start_page_tells_a_signed_in_organizer_what_to_do_first(app, desk):
    assert "/organizer/programs/new" in desk.text("/en/")
    with app.app_context():
        a_program()
    assert "/organizer/programs/new" not in desk.text("/en/")
