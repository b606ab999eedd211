"""Broadcasts: to whom, once an address, stopped in the middle, by several workers."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import broadcasts, queries, recipients, sending
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.errors import HalfWritten, NobodyToWriteTo, NotGoingOut, NothingToSay, NotWaiting, WordsStay
from cohorts.broadcasts.errors import TimeIsOver as Over
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import BULK_LANE, Message
from cohorts.messages import suppressions
from cohorts.messages.errors import BadWords
from cohorts.programs.models import Cohort
from cohorts.registrations import withdrawals
from cohorts.registrations.models import Registration
from tests.factories.broadcasts import a_draft, row, scheduled, sent
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration


@pytest.fixture
def ottawa(context):
    """A cohort of two seats; its id."""
    an_institution()
    return a_cohort(capacity=2)


def mails(broadcast_id):
    found = db.session.query(Message).filter_by(batch=broadcasts.batch(broadcast_id))
    return found.order_by(Message.id).all()


def to(broadcast_id):
    return [message.address for message in mails(broadcast_id)]


def test_everybody_with_a_seat_gets_it_once_in_their_language(ottawa):
    ana, bo = a_registration(ottawa), a_registration(ottawa, language="fr")
    a_registration(ottawa)
    made = sent(a_draft(ottawa))
    assert to(made) == [ana.email, bo.email]
    assert [(m.title, m.lane, m.kind) for m in mails(made)] == [
        ("Bring a laptop", BULK_LANE, "broadcast"), ("Votre portable", BULK_LANE, "broadcast"),
    ]  # fmt: skip
    assert row(made).status == "sent" and queries.progress([made])[made].written == 2


def test_who_reads_a_language_that_it_lacks_gets_it_in_the_other(ottawa):
    a_registration(ottawa, language="fr")
    made = sent(a_draft(ottawa, subject={"en": "Hello"}, body={"en": "Text"}))
    assert [message.title for message in mails(made)] == ["Hello"]


def test_who_left_or_cannot_be_reached_is_passed_over_and_why_is_known(ottawa):
    seat, waits = a_registration(ottawa), [a_registration(ottawa) for _ in range(3)][1:]
    program = db.session.get_one(Cohort, ottawa).program_id
    suppressions.leave(program, waits[0].email)
    suppressions.leave(program, seat.email)
    db.session.execute(update(Registration).where(Registration.id == waits[1].id).values(address_failed_at=clock.now()))
    db.session.commit()
    audience = Audience(states=("confirmed", "waitlisted"))
    made = a_draft(ottawa, audience=audience)
    expected = recipients.foreseen(db.session.get_one(Cohort, ottawa), audience)
    assert dict(expected.skipped) == {"left": 1, "address_failed": 1}
    sent(made)
    # Who has a seat needs to know, whatever they left.
    assert seat.email in to(made) and len(to(made)) == expected.reached == 2
    assert queries.progress([made])[made].skipped == dict(expected.skipped)


def test_an_address_with_two_registrations_gets_it_once(ottawa):
    first = a_registration(ottawa, email="ana@example.ca")
    withdrawals.withdraw(first.id, by=COMMAND_LINE)
    a_registration(ottawa, email="ana@example.ca")
    db.session.execute(update(Registration).values(news_agreed_at=clock.now()))
    db.session.commit()
    made = sent(a_draft(ottawa, "confirmed", "withdrawn"))
    assert to(made) == ["ana@example.ca"]
    assert queries.progress([made])[made].skipped == {"twice": 1}


def test_whose_registration_ends_meanwhile_gets_nothing(ottawa):
    ana = a_registration(ottawa)
    made = scheduled(a_draft(ottawa))
    assert sending.begin_due()
    withdrawals.withdraw(ana.id, by=COMMAND_LINE)
    while sending.write_some():
        pass
    assert to(made) == [] and queries.progress([made])[made].skipped == {"ended": 1}


def test_those_picked_by_hand_get_it_and_nobody_else(ottawa):
    ana, bo = a_registration(ottawa), a_registration(ottawa)
    made = sent(a_draft(ottawa, audience=Audience(picked=(bo.id,))))
    assert to(made) == [bo.email] and ana.email not in to(made)


def test_nobody_to_write_to_is_said_and_nothing_sent(ottawa):
    made = a_draft(ottawa)
    with pytest.raises(NobodyToWriteTo):
        scheduled(made)
    assert row(made).status == "draft" and sending.begin_due() == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"subject": {}, "body": {}}, NothingToSay),
        ({"subject": {"en": "Hello"}, "body": {}}, HalfWritten),
        ({"subject": {"en": "Hello"}, "body": {"en": "Hi {nane}"}}, BadWords),
        ({"subject": {"en": "Hello"}, "body": {"en": "Hi {name.__class__}"}}, BadWords),
    ],
)
def test_words_that_cannot_be_sent_are_refused(ottawa, words, refusal):
    a_registration(ottawa)
    made = a_draft(ottawa, **words)
    with pytest.raises(refusal):
        scheduled(made)
    assert row(made).status == "draft"


def test_a_time_that_is_over_is_refused(ottawa):
    a_registration(ottawa)
    with pytest.raises(Over):
        scheduled(a_draft(ottawa), clock.now() - timedelta(minutes=1))


def test_its_words_are_frozen_and_it_waits_for_its_time(ottawa):
    a_registration(ottawa)
    made = scheduled(a_draft(ottawa), clock.now() + timedelta(hours=1))
    with pytest.raises(WordsStay):
        broadcasts.edit(made, expected_version=row(made).version, subject={}, body={}, audience=Audience())
    assert sending.begin_due() == 0
    with clock.standing_at(clock.now() + timedelta(hours=1, minutes=1)):
        assert sending.begin_due() == 1


def test_one_that_waits_is_called_off_and_copied(ottawa):
    a_registration(ottawa)
    made = scheduled(a_draft(ottawa), clock.now() + timedelta(hours=1))
    broadcasts.cancel(made, by=COMMAND_LINE)
    copied = broadcasts.copy(made, key="copy")
    assert broadcasts.copy(made, key="copy") == copied
    assert (row(made).status, row(copied).status, row(copied).subject) == ("cancelled", "draft", row(made).subject)
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        assert sending.begin_due() == 0


def test_it_is_stopped_in_the_middle(ottawa):
    people = [a_registration(ottawa) for _ in range(2)]
    made = scheduled(a_draft(ottawa))
    sending.begin_due()
    sending.write_some(size=1)
    with pytest.raises(NotWaiting):
        broadcasts.cancel(made, by=COMMAND_LINE)
    assert broadcasts.stop(made, by=COMMAND_LINE) == 1
    assert sending.write_some() == 0
    assert [(message.address, message.state) for message in mails(made)] == [(people[0].email, "dropped")]


def test_what_is_being_handed_over_is_not_tried_again_once_it_is_stopped(ottawa):
    a_registration(ottawa)
    made = sent(a_draft(ottawa))
    db.session.execute(update(Message).values(claim="x", claimed_until=clock.now() + timedelta(minutes=5)))
    db.session.commit()
    assert broadcasts.stop(made, by=COMMAND_LINE) == 0
    db.session.expire_all()
    (message,) = mails(made)
    assert message.state == "queued" and message.not_after <= clock.now()


def test_one_that_is_all_out_cannot_be_stopped(ottawa):
    a_registration(ottawa)
    made = sent(a_draft(ottawa))
    db.session.execute(update(Message).values(state="accepted"))
    db.session.commit()
    with pytest.raises(NotGoingOut):
        broadcasts.stop(made, by=COMMAND_LINE)


def test_a_worker_that_dies_between_batches_loses_and_doubles_nothing(ottawa):
    people = [a_registration(ottawa) for _ in range(2)]
    made = scheduled(a_draft(ottawa))
    sending.begin_due()
    sending.write_some(size=1)
    # As if its commit had been lost.
    db.session.execute(update(type(row(made))).values(cursor=0))
    db.session.commit()
    while sending.write_some(size=1):
        pass
    assert to(made) == [each.email for each in people]


def test_one_that_missed_its_time_by_days_is_not_sent(ottawa):
    a_registration(ottawa)
    made = scheduled(a_draft(ottawa))
    with clock.standing_at(clock.now() + timedelta(hours=49)):
        sending.begin_due()
    assert row(made).status == "cancelled" and to(made) == []
