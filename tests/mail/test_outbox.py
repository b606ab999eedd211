"""The outbox, on both databases."""

import pytest

from cohorts.activity import queries as trail
from cohorts.activity.actors import organizer
from cohorts.core.database import db, verb
from cohorts.core.errors import Missing
from cohorts.mail import outbox, queries, rendering
from cohorts.mail.models import Message
from cohorts.mail.rendering import Recipient
from tests.mail.conftest import SENDER, put

KEY = "https://cohorts.example.org/fr/registrations/link/eyJyIjoi.Zm9v-_x"
SIGN_IN = "http://localhost/organizer/sign-in/Abc_-123"


def only() -> Message:
    db.session.expire_all()
    return db.session.query(Message).one()


def become(state: str) -> int:
    message = only()
    message.state = state
    db.session.commit()
    return message.id


def test_a_message_is_written_with_its_finished_bytes(context):
    put(address="zoé@example.ca")
    message = only()
    assert (message.kind, message.language, message.state, message.attempts) == ("test", "en", "queued", 0)
    assert message.address == "zoé@example.ca"
    assert message.title == "A test message from example"
    assert message.message_id.encode() in message.body


def test_the_same_cause_makes_one_message(context):
    put(1)
    put(1)
    put(2)
    assert sorted(message.cause for message in db.session.query(Message)) == ["test:1", "test:2"]


def test_a_message_goes_with_its_change_or_not_at_all(context):
    @verb
    def fail() -> None:
        put()
        raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize(("act", "before"), [(outbox.release, "held"), (outbox.retry, "failed")])
def test_an_organizer_lets_a_message_go_again(act, before, context):
    put()
    number = become(before)
    act(number, by=organizer(7))
    act(number, by=organizer(7))
    assert only().state == "queued"
    assert [entry.act for entry in trail.of(("message", number))] == [act.__name__]


@pytest.mark.parametrize("state", ["accepted", "dropped", "queued"])
def test_what_did_not_fail_is_not_tried_again(state, context):
    put()
    number = become(state)
    outbox.retry(number, by=organizer(7))
    outbox.release(number, by=organizer(7))
    assert only().state == state


def test_the_list_is_newest_first_and_by_state(context):
    for number in range(1, 4):
        put(number)
    oldest = db.session.query(Message).order_by(Message.id).first()
    oldest.state = "failed"
    db.session.commit()
    assert [message.cause for message in queries.page_of().items] == ["test:3", "test:2", "test:1"]
    assert [message.cause for message in queries.page_of(state="failed").items] == ["test:1"]
    assert queries.counts() == {"queued": 2, "held": 0, "accepted": 0, "bounced": 0, "failed": 1, "dropped": 0}


def letter(kind: str, **values: str) -> Message:
    to = Recipient("Ana", "ana@example.ca")
    values = {"name": "Ana", "site": "localhost", "minutes": "10", "state": "", "program": "AI", "cohort": "Ottawa",
              "dates": "2026", "links": "", **values}  # fmt: skip
    outbox.write(rendering.render(kind, "en", values, to=to, sender=SENDER, cause="a"), subject=("registration", 5))
    return only()


def test_organizers_see_a_message_without_the_applicants_key(context):
    shown = queries.shown(letter("links_again", manage_link=KEY))
    assert "/fr/registrations/link/…" in shown.text and "/fr/registrations/link/…" in shown.html
    assert "eyJyIjoi" not in shown.text + shown.html
    assert shown.to == "ana@example.ca"


def test_organizers_see_a_sign_in_message_without_its_key(context):
    shown = queries.shown(letter("sign_in_link", sign_in_link=SIGN_IN))
    assert "/organizer/sign-in/…" in shown.text
    assert "Abc_-123" not in shown.text + shown.html


def test_a_preview_shows_what_its_recipient_would_see(context):
    letter("links_again", manage_link=KEY)
    preview = queries.latest_preview(("registration", 5))
    assert preview is not None
    assert preview.link == KEY
    assert "See your registration" in preview.text
    assert queries.latest_preview(("registration", 6)) is None


def test_a_message_that_is_not_there_is_missing(context):
    with pytest.raises(Missing):
        queries.by_id(99)


def test_it_is_known_whether_there_is_a_mail_server(app, context):
    before = queries.is_set_up()
    app.config["MAIL_SERVER"] = "mail.example.org"
    assert (before, queries.is_set_up()) == (False, True)
