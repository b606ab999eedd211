"""Notices of a change: asked for, collected, told to each once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.activity.models import Activity
from cohorts.broadcasts import notices, telling
from cohorts.broadcasts.models import Notice
from cohorts.broadcasts.schedule_errors import GoesOutAlready
from cohorts.core.database import db
from cohorts.mail.models import BULK_LANE, Message
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort
from cohorts.registrations import cohorts
from tests.factories.programs import a_cohort, an_institution, at, details, two_days
from tests.factories.registrations import a_registration

NOW, STARTS = at("2026-11-02 12:00"), at("2026-11-12 14:00")


@pytest.fixture
def time(context):
    with time_machine.travel(NOW, tick=False) as time:
        an_institution()
        yield time


@pytest.fixture
def cohort(time):
    return a_cohort(capacity=4, slug="ottawa", sessions=two_days(STARTS))


def change(cohort, tell=True, later=timedelta(0), **said):
    row = db.session.get(Cohort, cohort, populate_existing=True)
    sessions = [
        SessionDetails(id=s.id, starts_at=s.starts_at + later, ends_at=s.ends_at + later, title=s.title, place=s.place)
        for s in row.sessions
    ]
    names = ("venue_name", "venue_street", "venue_city", "venue_link")
    now = replace(details(slug="ottawa"), **{name: getattr(row, name) for name in names})
    notices.edit(
        cohort, by=COMMAND_LINE, tell=tell, details=replace(now, **said), sessions=sessions, capacity=4
    )  # fmt: skip


def go(batch=2):
    while telling.begin_due() or telling.write_some(batch):
        pass


def told():
    query = select(Message).where(Message.kind == "cohort_changed").order_by(Message.id)
    return list(db.session.scalars(query))


def statuses():
    db.session.expire_all()
    return list(db.session.scalars(select(Notice.status).order_by(Notice.id)))


def test_three_changes_are_one_mail_after_a_quiet_while_that_says_what_was_and_what_is(cohort, time):
    people = [a_registration(cohort) for _ in range(5)]
    change(cohort, venue_name={"en": "City Hall"})
    time.shift(240)
    change(cohort, venue_name={"en": "Town Hall"})
    change(cohort, later=timedelta(hours=1))
    time.shift(299)
    go()
    assert told() == []
    time.shift(1)
    go()
    go()
    found = told()
    assert [each.cause for each in found] == [f"notice:1:{person.id}" for person in people]
    assert {(each.lane, each.batch) for each in found} == {(BULK_LANE, "notice:1")}
    text = found[0].text.replace("\u00a0", " ")
    assert "New place: Town Hall, 7 Bayview Station Road, Ottawa, instead of Bayview Yards" in text
    assert "Thursday, November 12, 10 a.m. to 6 p.m., instead of Thursday, November 12, 9 a.m. to 5 p.m." in text
    assert "City Hall" not in text
    # Only who has a seat gets the calendar file.
    assert [b"text/calendar" in each.body for each in found] == [True] * 4 + [False]
    assert (statuses(), db.session.get(Notice, 1).told) == (["sent"], 5)


def test_what_was_changed_back_is_told_to_nobody(cohort, time):
    a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    change(cohort, venue_name={"en": "Bayview Yards"}, tell=False)
    time.shift(300)
    go()
    assert (told(), statuses()) == ([], ["dropped"])


def test_nothing_waits_where_nobody_is_to_be_told_or_nothing_of_it_changed(cohort, time):
    change(cohort, venue_name={"en": "City Hall"})
    a_registration(cohort)
    change(cohort, venue_name={"en": "Town Hall"}, tell=False)
    change(cohort, summary={"en": "Other words"})
    assert statuses() == []


def test_a_new_link_is_told_only_to_who_has_a_seat_and_never_named_to_others(cohort, time):
    people = [a_registration(cohort) for _ in range(5)]
    change(cohort, venue_link="https://meet.example/42")
    time.shift(300)
    go()
    assert [each.subject_id for each in told()] == [person.id for person in people[:4]]
    assert "The link to join online is another one" in told()[0].text


def test_a_change_while_it_goes_out_is_the_next_notice(cohort, time):
    for _ in range(3):
        a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    time.shift(300)
    telling.begin_due()
    telling.write_some(2)
    change(cohort, venue_name={"en": "Town Hall"})
    assert statuses() == ["sending", "open"]
    go()
    assert [("instead of Bayview Yards" in each.text) for each in told()] == [True] * 3
    time.shift(300)
    go()
    assert statuses() == ["sent", "sent"]
    assert ["instead of City Hall" in each.text for each in told()[3:]] == [True] * 3


def test_a_cancelled_cohort_keeps_its_own_mail_and_the_notice_is_dropped(cohort, time):
    a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    cohorts.cancel(cohort, by=COMMAND_LINE, reason="Snow")
    go()
    assert (told(), statuses()) == ([], ["dropped"])


def test_it_is_sent_now_or_dropped_but_not_once_it_goes_out(cohort, time):
    a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    notices.drop(cohort, by=COMMAND_LINE)
    change(cohort, venue_name={"en": "Town Hall"})
    notices.send_now(cohort, by=COMMAND_LINE)
    go()
    assert (len(told()), statuses()) == (1, ["dropped", "sent"])
    for verb in (notices.drop, notices.send_now):
        with pytest.raises(GoesOutAlready):
            verb(cohort, by=COMMAND_LINE)


def test_who_registered_after_the_change_is_not_told_of_it(cohort, time):
    ana = a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    time.shift(60)
    bo = a_registration(cohort)
    assert notices.reaches(notices.waiting(cohort)) == 1
    change(cohort, later=timedelta(hours=1))
    time.shift(60)
    a_registration(cohort)
    assert notices.reaches(notices.waiting(cohort)) == 2
    time.shift(300)
    go()
    assert [each.cause for each in told()] == [f"notice:1:{ana.id}", f"notice:1:{bo.id}"]


def test_what_changed_in_the_words_of_one_language_is_told_to_its_readers_and_nobody_else_is_counted(cohort, time):
    change(cohort, tell=False, venue_name={"en": "Bayview Yards", "fr": "Cour Bayview"})
    ana, _bo = a_registration(cohort), a_registration(cohort, language="fr")
    change(cohort, venue_name={"en": "City Hall", "fr": "Cour Bayview"})
    assert notices.reaches(notices.waiting(cohort)) == 1
    time.shift(300)
    go()
    assert [each.subject_id for each in told()] == [ana.id]
    change(cohort, venue_name={"en": "City Hall", "fr": "Hôtel de ville"})
    assert notices.reaches(notices.waiting(cohort)) == 1


def test_after_one_was_dropped_the_next_says_what_people_last_heard(cohort, time):
    a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    notices.drop(cohort, by=COMMAND_LINE)
    change(cohort, venue_name={"en": "Town Hall"})
    time.shift(300)
    go()
    assert "instead of Bayview Yards" in told()[0].text and "City Hall" not in told()[0].text


def test_after_one_was_dropped_and_all_is_as_people_know_it_nobody_is_told(cohort, time):
    a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    notices.drop(cohort, by=COMMAND_LINE)
    change(cohort, venue_name={"en": "Bayview Yards"})
    assert statuses() == ["dropped"]


def test_a_change_that_is_saved_while_a_notice_waits_is_told_with_it_to_all_who_were_there(cohort, time):
    people = [a_registration(cohort)]
    change(cohort, venue_name={"en": "City Hall"})
    time.shift(60)
    people.append(a_registration(cohort))
    change(cohort, venue_name={"en": "Town Hall"}, tell=False)
    time.shift(300)
    go()
    assert [each.subject_id for each in told()] == [person.id for person in people]


def test_sent_now_twice_is_recorded_once_and_then_to_how_many_it_went(cohort, time):
    for _ in range(3):
        a_registration(cohort)
    change(cohort, venue_name={"en": "City Hall"})
    notices.send_now(cohort, by=COMMAND_LINE)
    notices.send_now(cohort, by=COMMAND_LINE)
    go()
    acts = ("tell_now", "told")
    found = list(db.session.scalars(select(Activity).where(Activity.act.in_(acts)).order_by(Activity.id)))
    assert [each.act for each in found] == ["tell_now", "told"]
    assert [(value.name, value.new) for value in found[1].values] == [("count", "3")]


def test_french_lines_have_no_article_after_other_words_and_the_region_in_parentheses(cohort, time):
    a_registration(cohort, language="fr")
    change(cohort, later=timedelta(hours=1), venue_name={"en": "City Hall"}, venue_region={"fr": "Ontario"})
    time.shift(300)
    go()
    text = told()[0].text
    assert "Ottawa (Ontario)" in text and "Ottawa, Ontario" not in text
    assert "Jeudi 12 novembre, de" in text and "Le jeudi 12 novembre, de 10\u00a0h à 18\u00a0h," not in text
