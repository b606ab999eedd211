"""Several workers, and two organizers, at the same time: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select, update

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import notices, scheduled, schedules, telling
from cohorts.broadcasts.models import Notice, Schedule
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.mail.models import Message
from cohorts.programs.details import SessionDetails
from tests.factories.programs import a_cohort, an_institution, details, two_days
from tests.factories.registrations import a_registration

PEOPLE = 12


def at_once(app, *acts):
    def run(act):
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(run, act) for act in acts]]


def causes(app, kind):
    with app.app_context():
        return sorted(db.session.scalars(select(Message.cause).where(Message.kind == kind)))


def drain(*chores):
    def work():
        while any(chore() for chore in chores):
            pass

    return work


def test_three_workers_remind_everybody_once(app):
    with app.app_context():
        an_institution()
        cohort = a_cohort(capacity=PEOPLE, sessions=two_days(clock.now() + timedelta(hours=30)))
        people = [a_registration(cohort).id for _ in range(PEOPLE)]
        made = schedules.add(cohort, kind="reminder", amount=29, unit="hours", by=COMMAND_LINE)
        now = clock.now()
        # It was switched on long ago, and its time has come.
        db.session.execute(update(Schedule).values(enabled_at=now - timedelta(hours=9), amount=31))
        db.session.commit()
    at_once(app, *[drain(schedules.fire_due, lambda: scheduled.write_some(2))] * 3)
    with app.app_context():
        while scheduled.write_some(2):
            pass
    assert causes(app, "reminder") == sorted(f"schedule:{made}:{each}" for each in people)


def test_two_organizers_who_save_at_once_open_one_notice_and_two_workers_tell_each_once(app):
    with app.app_context():
        an_institution()
        cohort = a_cohort(capacity=PEOPLE, slug="ottawa")
        people = [a_registration(cohort).id for _ in range(PEOPLE)]
        sessions = [SessionDetails(starts_at=s.starts_at, ends_at=s.ends_at) for s in two_days()]

    def save(name):
        said = details(slug="ottawa", venue_name={"en": name})
        return lambda: notices.edit(
            cohort, by=COMMAND_LINE, tell=True, details=said, sessions=sessions, capacity=PEOPLE
        )

    at_once(app, save("City Hall"), save("Town Hall"))
    with app.app_context():
        assert list(db.session.scalars(select(Notice.status))) == ["open"]
        notices.send_now(cohort, by=COMMAND_LINE)
    at_once(app, *[drain(telling.begin_due, lambda: telling.write_some(2))] * 2)
    with app.app_context():
        while telling.write_some(2):
            pass
    assert causes(app, "cohort_changed") == sorted(f"notice:1:{each}" for each in people)
