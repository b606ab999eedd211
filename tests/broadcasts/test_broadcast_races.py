"""Broadcasts under pressure: organizers and workers at the same time, workers that are killed, many people."""

import random
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.broadcasts import batches, broadcasts, queries, recipients, sending
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.errors import WordsStay
from cohorts.broadcasts.models import SENT, STOPPED, Broadcast
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.core.errors import Refusal
from cohorts.mail.models import BULK_LANE, FIRST_LANE, Message
from cohorts.registrations import withdrawals
from tests.factories.broadcasts import a_draft, row, scheduled
from tests.factories.crowds import a_crowd
from tests.factories.programs import a_cohort, an_institution
from tests.factories.registrations import a_registration
from tests.proof import broadcasting
from tests.proof.message_scenes import agree
from tests.proof.processes import Place

PEOPLE, CROWD, SEED = 60, 1_200, 11
# Bytes for each person.
KEPT = 1_000


def at_once(app, *acts):
    """What each of them said; the name of its refusal where it was refused."""

    def run(act):
        with app.app_context():
            try:
                return act()
            except Refusal as refusal:
                return type(refusal).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(run, act) for act in acts]]


def work():
    while sending.begin_due() or sending.write_some(3):
        pass


def a_waiting_one(size=PEOPLE):
    an_institution()
    cohort = a_cohort(capacity=size + 1)
    a_crowd(cohort, size)
    return a_draft(cohort)


def addresses(broadcast_id):
    query = select(Message.address, func.count()).where(Message.batch == broadcasts.batch(broadcast_id))
    found = Counter(dict(db.session.execute(query.group_by(Message.address)).all()))
    db.session.rollback()
    return found


def wait_for_more(broadcast_id, running):
    before = addresses(broadcast_id).total()
    while addresses(broadcast_id).total() == before:
        assert any(process.is_alive() for process in running)
        running[0].join(0.01)


def acts(act):
    return db.session.scalar(select(func.count()).where(Activity.act == act, Activity.subject_type == "broadcast"))


def press(broadcast_id, key=None):
    key = key or tokens.one_time()
    return lambda: broadcasts.schedule(broadcast_id, by=COMMAND_LINE, expected_version=1, key=key)


def test_two_organizers_who_press_send_at_once_start_it_once(app):
    with app.app_context():
        made = a_waiting_one()
    said = at_once(app, press(made), press(made))
    assert sorted(said, key=str) == [None, WordsStay.__name__]
    at_once(app, work, work, work)
    with app.app_context():
        work()
        assert (acts("send"), acts("start")) == (1, 1)
        assert len(addresses(made)) == addresses(made).total() == PEOPLE


def test_a_double_click_on_send_is_one_and_neither_is_refused(app):
    with app.app_context():
        made, key = a_waiting_one(), tokens.one_time()
    assert at_once(app, press(made, key), press(made, key), press(made, key)) == [None] * 3
    with app.app_context():
        assert acts("send") == 1


def test_a_double_click_on_a_new_message_begins_one_draft(app):
    with app.app_context():
        an_institution()
        cohort_id, key = a_cohort(), tokens.one_time()

    def begin():
        broadcasts.draft(cohort_id, key=key, subject={"en": "Hi"}, body={"en": "Hi"}, audience=Audience())

    assert at_once(app, begin, begin, begin) == [None] * 3
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Broadcast)) == 1


def test_three_workers_write_to_each_address_once_also_where_it_registered_twice(app):
    with app.app_context():
        an_institution()
        cohort = a_cohort(capacity=PEOPLE + 1)
        a_crowd(cohort, PEOPLE)
        left = a_registration(cohort, email="twice@example.ca")
        agree(left.id)
        withdrawals.withdraw(left.id, by=COMMAND_LINE)
        a_registration(cohort, email="twice@example.ca")
        made = scheduled(a_draft(cohort, "confirmed", "withdrawn"))
    at_once(app, work, work, work)
    with app.app_context():
        work()
        found, progress = addresses(made), queries.progress([made])[made]
        assert set(found.values()) == {1} and len(found) == progress.recipients == PEOPLE + 1
        assert progress.skipped == {recipients.TWICE: 1} and row(made).status == SENT


def test_killed_workers_lose_nobody_and_write_to_nobody_twice(app, settings):
    chance, place = random.Random(SEED), Place.of(settings)
    with app.app_context():
        made = scheduled(a_waiting_one(400))
        for _ in range(3):
            running = [broadcasting.start(place) for _ in range(2)]
            wait_for_more(made, running)
            for process in running:
                process.join(chance.uniform(0, 0.03))
                process.kill()
                process.join()
        assert addresses(made).total() < 400
        work()
        found = addresses(made)
        assert set(found.values()) == {1} and len(found) == 400 and row(made).status == SENT


def test_who_stops_it_while_it_is_written_keeps_back_all_that_waits(app):
    with app.app_context():
        made = scheduled(a_waiting_one())
        assert sending.begin_due() and sending.write_some(3)

    def stop():
        return broadcasts.stop(made, by=COMMAND_LINE)

    said = at_once(app, work, stop, work, stop)
    with app.app_context():
        work()
        query = select(Message.state, func.count()).where(Message.batch == broadcasts.batch(made))
        states = dict(db.session.execute(query.group_by(Message.state)).all())
        assert row(made).status == STOPPED and set(states) == {"dropped"}
        # Both who pressed stop are told of it once: what one dropped, the other did not.
        assert sorted((said[1], said[3])) == [0, states["dropped"]] and acts("stop") == 1


def test_a_batch_takes_as_many_statements_and_as_much_memory_at_the_end_as_at_the_beginning(context, statements):
    made = scheduled(a_waiting_one(CROWD))
    assert sending.begin_due()
    # The first one warms up; the last one is of nobody.
    sending.write_some()
    seen, peaks = [], []
    tracemalloc.start()
    try:
        for _ in range(CROWD // batches.SIZE - 1):
            db.session.expire_all()
            tracemalloc.reset_peak()
            with statements() as texts:
                assert sending.write_some()
            seen.append(len(texts))
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert addresses(made).total() == CROWD
    assert len(set(seen)) == 1, seen
    # One for each message, and a few for them all.
    assert seen[0] <= batches.SIZE + 10
    # Names and addresses of the last two thousand are kept, as headers; no message and no row is.
    assert peaks[-1] - peaks[0] < KEPT * batches.SIZE * (len(peaks) - 1), peaks


@pytest.mark.parametrize("size", [400, 1_200])
def test_recipients_are_found_in_pages_whatever_their_number(context, statements, monkeypatch, size):
    monkeypatch.setattr(recipients, "PAGE", 100)
    scheduled(a_waiting_one(size))
    with statements() as texts:
        assert sending.begin_due()
    # People, who left, who gets it already, and those found; then what is the same for any number.
    assert len(texts) <= 4 * size // 100 + 12


def test_a_confirmation_that_is_written_meanwhile_is_in_the_lane_that_goes_first(context):
    made = scheduled(a_waiting_one())
    sending.begin_due()
    sending.write_some(PEOPLE // 2)
    late = a_registration(row(made).cohort_id)
    while sending.write_some():
        pass
    lanes = dict(db.session.execute(select(Message.address, Message.lane)).all())
    assert lanes.pop(late.email) == FIRST_LANE and late.email not in addresses(made)
    assert [lane for address, lane in lanes.items() if address.startswith("crowd")] == [BULK_LANE] * (PEOPLE - 1)
