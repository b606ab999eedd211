"""Drafts: kept as typed, for a day or for two weeks, apart from everything that concerns seats."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.core import clock, tokens
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.limits import TooMany
from cohorts.files import uploads
from cohorts.files.models import Upload
from cohorts.mail import queries as mails
from cohorts.mail.models import Message
from cohorts.registrations import drafts
from cohorts.registrations.draft_errors import DraftTooLarge, NoRoomForDrafts
from cohorts.registrations.models import Draft
from tests.factories.files import a_file_question, an_upload
from tests.factories.programs import a_cohort, an_institution

KEY = "k" * 22
STRANGE = [("q-1", "a\x00b"), ("q-1", "twice"), ("q-2", "名前 \u202e 😀"), ("name", ""), ("key", KEY)]


@pytest.fixture
def cohort_id(context):
    """An open cohort."""
    an_institution()
    return a_cohort()


def keep(cohort_id, typed=(("name", "Ana"), ("key", KEY)), key=KEY):
    drafts.keep(cohort_id, key, typed, form_version=1, language="en", sender="192.0.2.7")


def rows():
    db.session.expire_all()
    return db.session.scalars(select(Draft)).all()


def later(**more):
    return time_machine.travel(clock.now() + timedelta(**more), tick=False)


def token_of(message):
    return mails.preview(message).link.rsplit("/", 1)[1]


def test_what_was_typed_comes_back_as_it_was_typed(cohort_id):
    keep(cohort_id, STRANGE)
    assert drafts.read(cohort_id, KEY) == STRANGE


def test_a_form_has_one_draft_the_last_one(cohort_id):
    keep(cohort_id)
    keep(cohort_id, [("name", "Bea")])
    assert len(rows()) == 1
    assert drafts.read(cohort_id, KEY) == [("name", "Bea")]


def test_the_key_is_stored_as_a_hash_and_opens_only_the_draft_of_its_cohort(cohort_id):
    keep(cohort_id)
    assert KEY not in rows()[0].key
    other = a_cohort()
    assert drafts.read(other, KEY) is None and drafts.read(cohort_id, "other") is None
    keep(other, [("name", "Mallory")])
    assert drafts.read(cohort_id, KEY)[0] == ("name", "Ana")


def test_a_draft_lives_a_day_from_its_last_change(cohort_id):
    keep(cohort_id)
    with later(hours=23):
        keep(cohort_id)
    with later(hours=46):
        assert drafts.read(cohort_id, KEY) is not None
        assert drafts.forget() == 0
    with later(hours=48):
        assert drafts.read(cohort_id, KEY) is None
        assert drafts.forget() == 1
        assert rows() == []


def test_a_mailed_one_lives_the_two_weeks_that_its_mail_names(cohort_id):
    keep(cohort_id)
    until = drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    with later(days=1):
        keep(cohort_id)
    [draft] = rows()
    assert draft.expires_at == until == draft.mailed_at + timedelta(days=14)
    with later(days=13):
        assert drafts.forget() == 0
    with later(days=15):
        assert drafts.forget() == 1


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Go on where you stopped: AI for Policy Professionals, Ottawa", "no seat is held for you"),
        (
            "fr",
            "Reprenez où vous en étiez\u00a0: L’IA pour les politiques publiques, Ottawa",
            "aucune place ne vous est réservée",
        ),
    ],
)
def test_the_mail_has_the_link_and_nothing_of_what_was_typed(cohort_id, language, title, said):
    keep(cohort_id, [("name", "https://spam.example"), ("key", KEY)])
    drafts.mail(cohort_id, KEY, address="ana@example.ca", language=language)
    message = db.session.scalars(select(Message)).one()
    shown = mails.preview(message)
    assert (message.title, message.address, message.language) == (title, "ana@example.ca", language)
    assert said in shown.text and "spam" not in shown.text and KEY not in shown.link
    assert message.not_after == rows()[0].expires_at
    assert drafts.opened(token_of(message)) == (cohort_id, KEY)


def test_the_link_leads_to_nothing_once_the_draft_is_gone(cohort_id):
    keep(cohort_id)
    drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    token = token_of(db.session.scalars(select(Message)).one())
    drafts.send(cohort_id, KEY, "0" * 64)
    drafts.send(cohort_id, KEY, "0" * 64)
    assert drafts.opened(token) == (cohort_id, "")


def test_who_opens_the_link_goes_on_under_another_key_and_who_began_is_out(cohort_id):
    sent = an_upload(cohort_id, a_file_question(cohort_id), form_key=KEY)
    keep(cohort_id, [("name", "Ana"), ("key", KEY), ("q-1-file", sent.token)])
    drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    token, fresh, third = token_of(db.session.scalars(select(Message)).one()), "f" * 22, "t" * 22
    for _ in range(2):
        assert drafts.take_over(token, fresh) == (cohort_id, fresh) == drafts.opened(token)
    assert drafts.read(cohort_id, KEY) is None
    assert sorted(drafts.read(cohort_id, fresh))[0] == ("key", fresh)
    assert uploads.of_form([sent.token], fresh) and not uploads.of_form([sent.token], KEY)
    keep(cohort_id, [("key", third)], key=third)
    with pytest.raises(Missing):
        drafts.take_over(token, third)
    drafts.send(cohort_id, fresh, "0" * 64)
    assert drafts.take_over(token, "u" * 22) == (cohort_id, "")


@pytest.mark.parametrize("token", ["", "x", "x.y"])
def test_a_token_of_others_opens_nothing(cohort_id, token):
    with pytest.raises(Missing):
        drafts.opened(token)
    with pytest.raises(Missing):
        drafts.opened(tokens.sign("registration-link", {"c": cohort_id, "k": "x"}))


def test_what_is_not_kept_cannot_be_mailed(cohort_id):
    with pytest.raises(Missing):
        drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    assert db.session.scalars(select(Message)).all() == []


def test_neither_an_address_nor_a_draft_is_mailed_without_end(cohort_id):
    for n in range(7):
        keep(cohort_id, key=f"{n:022}")
    for n in range(5):
        drafts.mail(cohort_id, f"{n:022}", address="Ana@Example.ca", language="en")
    with pytest.raises(TooMany):
        drafts.mail(cohort_id, f"{5:022}", address="ana@example.ca", language="en")
    for n in range(5):
        drafts.mail(cohort_id, f"{6:022}", address=f"{n}@example.ca", language="en")
    with pytest.raises(TooMany):
        drafts.mail(cohort_id, f"{6:022}", address="6@example.ca", language="en")


def test_a_draft_has_its_limit(cohort_id):
    with pytest.raises(DraftTooLarge):
        keep(cohort_id, [("q-1", "x" * drafts.MOST_CHARACTERS)])
    assert rows() == []


def test_the_files_of_a_draft_live_as_long_as_it_does(cohort_id):
    sent = an_upload(cohort_id, a_file_question(cohort_id), form_key=KEY)
    strange = an_upload(cohort_id, a_file_question(cohort_id), form_key="other")
    keep(cohort_id, [("q-1-file", sent.token)])
    until = drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    db.session.expire_all()
    ends = {row.token: row.expires_at for row in db.session.scalars(select(Upload))}
    assert ends[sent.token] == until
    assert ends[strange.token] < until


def test_keeping_one_touches_no_seats(cohort_id, statements):
    with statements() as seen:
        keep(cohort_id)
        drafts.read(cohort_id, KEY)
        drafts.send(cohort_id, KEY, "0" * 64)
    assert not [statement for statement in seen if "seats" in statement]


def test_one_network_keeps_no_drafts_without_end(cohort_id, monkeypatch):
    monkeypatch.setattr(drafts, "KEPT_AN_HOUR", 3)
    for n in range(3):
        keep(cohort_id, key=f"{n:022}")
    with pytest.raises(TooMany):
        keep(cohort_id, key=f"{3:022}")
    assert len(rows()) == 3


def test_of_what_was_sent_nothing_stays_but_what_it_was_sent_as(cohort_id):
    keep(cohort_id, STRANGE)
    drafts.mail(cohort_id, KEY, address="ana@example.ca", language="en")
    drafts.send(cohort_id, KEY, "0" * 64)
    keep(cohort_id, STRANGE)
    assert drafts.read(cohort_id, KEY) is None and drafts.sent_as(cohort_id, KEY) == "0" * 64
    assert rows()[0].values == [["sent_as", "0" * 64]]
    assert drafts.sent_as(a_cohort(), KEY) is None and drafts.sent_as(cohort_id, "other") is None
    with later(hours=25):
        assert drafts.forget() == 1


def test_neighbours_in_a_network_of_ipv6_are_one(cohort_id, monkeypatch):
    monkeypatch.setattr(drafts, "KEPT_AN_HOUR", 1)
    said = {"typed": [], "form_version": 1, "language": "en"}
    drafts.keep(cohort_id, "a" * 22, sender="2001:db8::1", **said)
    drafts.keep(cohort_id, "b" * 22, sender="2001:db8:0:1::1", **said)
    with pytest.raises(TooMany):
        drafts.keep(cohort_id, "c" * 22, sender="2001:db8::2", **said)


def test_all_drafts_together_have_a_limit_which_those_that_are_begun_do_not_feel(cohort_id, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    keep(cohort_id)
    keep(cohort_id, key="a" * 22)
    with pytest.raises(NoRoomForDrafts):
        keep(cohort_id, key="b" * 22)
    keep(cohort_id, [("name", "Bea")])
    assert len(rows()) == 2 and drafts.read(cohort_id, KEY) == [("name", "Bea")]


def test_only_so_many_large_ones_are_kept_in_an_hour(cohort_id, monkeypatch):
    monkeypatch.setattr(drafts, "LARGE_AN_HOUR", 1)
    large = [("q-1", "x" * drafts.LARGE)]
    keep(cohort_id, large)
    with pytest.raises(TooMany):
        keep(cohort_id, large, key="a" * 22)
    keep(cohort_id, key="a" * 22)
