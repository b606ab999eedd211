"""Reminders and thanks: each once, in time, to who has a seat."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import scheduled, schedules
from cohorts.broadcasts.models import Schedule
from cohorts.broadcasts.schedule_errors import HasFired, SameTime, ScheduledTwice, TimeHasPassed
from cohorts.core.database import db
from cohorts.mail.models import BULK_LANE, Message
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts, withdrawals
from tests.factories.programs import a_cohort, an_institution, at, two_days
from tests.factories.registrations import a_registration

NOW, STARTS = at("2026-11-02 12:00"), at("2026-11-12 14:00")
DUE = at("2026-11-09 14:00")


@pytest.fixture
def time(context):
    with time_machine.travel(NOW, tick=False) as time:
        an_institution()
        yield time


@pytest.fixture
def cohort(time):
    return a_cohort(capacity=9, sessions=two_days(STARTS))


def reminder(cohort, amount=3, unit="days", kind="reminder"):
    return schedules.add(cohort, kind=kind, amount=amount, unit=unit, by=COMMAND_LINE)


def go(batch=2):
    schedules.fire_due()
    while scheduled.write_some(batch):
        pass


def sent(kind="reminder"):
    query = select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(db.session.scalars(query))


def standing(schedule_id):
    db.session.expire_all()
    return schedules.standing(db.session.get(Schedule, schedule_id))


def test_nothing_is_queued_before_its_time_and_then_everybody_with_a_seat_gets_it_once(cohort, time):
    people = [a_registration(cohort) for _ in range(5)]
    made = reminder(cohort)
    withdrawals.withdraw(people[1].id, by=COMMAND_LINE)
    time.move_to(DUE - timedelta(seconds=1))
    go()
    assert (sent(), standing(made)) == ([], "ahead")
    time.move_to(DUE)
    for _round in range(3):
        go()
    found = sent()
    assert [each.cause for each in found] == [f"schedule:{made}:{p.id}" for p in people if p is not people[1]]
    assert {(each.lane, each.batch, each.not_after) for each in found} == {(BULK_LANE, f"schedule:{made}", STARTS)}
    assert (standing(made), schedules.written([made])) == ("sent", {made: 4})


def test_who_gets_a_seat_after_it_went_gets_only_what_is_still_ahead(cohort, time):
    first, second = reminder(cohort), reminder(cohort, 1, "days")
    a_registration(cohort)
    time.move_to(DUE)
    schedules.fire_due()
    time.shift(60)
    late = a_registration(cohort)
    go()
    assert f"schedule:{first}:{late.id}" not in [each.cause for each in sent()]
    time.move_to(DUE + timedelta(days=2))
    go()
    assert f"schedule:{second}:{late.id}" in [each.cause for each in sent()]


def move(cohort, days):
    row = db.session.get(Cohort, cohort)
    shift = timedelta(days=days)
    db.session.execute(
        update(Cohort).where(Cohort.id == cohort).values(starts_at=row.starts_at + shift, ends_at=row.ends_at + shift)
    )
    db.session.commit()


def test_a_new_date_moves_what_has_not_gone_out_and_sends_nothing_again(cohort, time):
    a_registration(cohort)
    reminder(cohort)
    move(cohort, 2)
    time.move_to(DUE)
    go()
    assert sent() == []
    time.move_to(DUE + timedelta(days=2))
    go()
    assert len(sent()) == 1
    move(cohort, 30)
    time.move_to(DUE + timedelta(days=32))
    go()
    assert len(sent()) == 1


def test_what_is_switched_on_after_its_time_is_refused_and_never_fires(cohort, time):
    a_registration(cohort)
    made = reminder(cohort)
    schedules.switch(made, on=False, by=COMMAND_LINE)
    time.move_to(DUE)
    go()
    assert (sent(), standing(made)) == ([], "missed")
    with pytest.raises(TimeHasPassed, match="does not go out any more"):
        schedules.switch(made, on=True, by=COMMAND_LINE)
    with pytest.raises(TimeHasPassed, match="Saturday, November"):
        reminder(cohort, 5)
    go()
    assert sent() == []


def test_a_reminder_does_not_go_out_once_the_first_session_has_begun(cohort, time):
    a_registration(cohort)
    made = reminder(cohort)
    time.move_to(STARTS)
    go()
    assert (sent(), standing(made)) == ([], "missed")


def test_thanks_go_to_who_had_a_seat_with_a_way_to_get_no_more(cohort, time):
    ana = a_registration(cohort)
    made = reminder(cohort, 1, "days", "thanks")
    time.move_to(at("2026-11-14 21:00"))
    go()
    assert sent("thanks") == []
    time.move_to(at("2026-11-14 22:00"))
    go()
    assert [each.cause for each in sent("thanks")] == [f"schedule:{made}:{ana.id}"]
    assert "unsubscrib" in sent("thanks")[0].text.lower()


@pytest.mark.parametrize("status", ["cancelled", "draft"])
def test_a_cohort_that_is_cancelled_or_a_draft_reminds_nobody(cohort, time, status):
    a_registration(cohort)
    reminder(cohort)
    db.session.execute(update(Cohort).where(Cohort.id == cohort).values(status=status))
    db.session.commit()
    time.move_to(DUE)
    go()
    assert sent() == []


def test_a_cohort_that_is_cancelled_while_it_goes_out_keeps_back_what_still_waits(cohort, time):
    for _ in range(3):
        a_registration(cohort)
    made = reminder(cohort)
    time.move_to(DUE)
    schedules.fire_due()
    scheduled.write_some(2)
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    go()
    assert [each.state for each in sent()] == ["dropped"] * 2
    assert (standing(made), schedules.written([made])) == ("stopped", {made: 0})


def test_what_is_written_and_still_waits_when_the_cohort_is_cancelled_is_kept_back(cohort, time):
    people = [a_registration(cohort) for _ in range(3)]
    made, other = reminder(cohort), reminder(a_cohort(sessions=two_days(STARTS)), 3)
    time.move_to(DUE)
    go()
    first = sent()[0]
    db.session.execute(update(Message).where(Message.id == first.id).values(state="accepted"))
    db.session.commit()
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    go()
    assert [each.state for each in sent()] == ["accepted", *["dropped"] * (len(people) - 1)]
    assert (standing(made), schedules.written([made]), standing(other)) == ("stopped", {made: 1}, "sent")


def test_what_had_gone_out_to_everybody_stays_sent_when_the_cohort_is_cancelled(cohort, time):
    a_registration(cohort)
    made = reminder(cohort)
    time.move_to(DUE)
    go()
    db.session.execute(update(Message).values(state="accepted"))
    db.session.commit()
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    go()
    assert (standing(made), schedules.written([made])) == ("sent", {made: 1})


def test_a_worker_that_dies_between_two_batches_loses_nobody_and_writes_to_nobody_twice(cohort, time, monkeypatch):
    for _ in range(5):
        a_registration(cohort)
    reminder(cohort)
    time.move_to(DUE)
    schedules.fire_due()
    assert scheduled.write_some(2) == 1
    db.session.remove()
    with monkeypatch.context() as patched:
        patched.setattr(db.session, "commit", lambda: exec("raise SystemExit"))
        with pytest.raises(SystemExit):
            scheduled.write_some(2)
    assert len(sent()) == 2
    go()
    causes = [each.cause for each in sent()]
    assert (len(causes), len(set(causes))) == (5, 5)


def test_two_alike_are_one_too_many_and_what_went_stays(cohort, time):
    made = reminder(cohort)
    with pytest.raises(ScheduledTwice):
        reminder(cohort)
    time.move_to(DUE)
    go()
    with pytest.raises(HasFired):
        schedules.remove(made, by=COMMAND_LINE)
    with pytest.raises(HasFired):
        schedules.switch(made, on=False, by=COMMAND_LINE)


def test_two_days_and_48_hours_before_are_not_both_sent_at_the_same_minute(cohort, time):
    schedules.add(cohort, kind="reminder", amount=2, unit="days", by=COMMAND_LINE)
    with pytest.raises(SameTime):
        schedules.add(cohort, kind="reminder", amount=48, unit="hours", by=COMMAND_LINE)
    schedules.add(cohort, kind="reminder", amount=49, unit="hours", by=COMMAND_LINE)
