"""Loading a file makes or changes what it names: all or nothing, and the second time nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from cohorts.activity.actors import COMMAND_LINE, IMPORT
from cohorts.activity.models import Activity
from cohorts.core.database import db
from cohorts.loading import loading
from cohorts.loading.problems import BadFile
from cohorts.programs import institution, programs, queries
from cohorts.programs.models import Cohort, Program
from cohorts.registrations import cohorts, waitlist
from tests.factories.registrations import register, seats_of
from tests.loading.files import GOOD, changed

pytestmark = pytest.mark.usefixtures("context")
DRAFT, PUBLISHED = 'status = "draft"', 'status = "published"'
ADMISSION = """admission = "review"
on_free_seat = "offer"
offer_hours = 24
offer_working_hours = true
last_offer = 2031-11-20T12:00:00
verify_email = true
waitlist_limit = 0
held_back = 4"""
HELD_IN_2020 = GOOD.replace("2031-", "2020-")


@pytest.fixture
def loaded() -> None:
    """The good file is loaded."""
    loading.load(GOOD, "file.toml")


def load(text: str) -> dict[str, str]:
    """Load a file; the outcome of each thing."""
    return {f"{line.kind} {line.slug}".strip(): line.outcome for line in loading.load(text, "file.toml")}


def refused(text: str) -> list[str]:
    """Load a file that cannot be loaded; what is told."""
    with pytest.raises(BadFile) as caught:
        loading.load(text, "file.toml")
    return caught.value.lines


def ottawa() -> Cohort:
    """The first cohort, as the database says now."""
    db.session.expire_all()
    return queries.cohort_with_seats("ai-policy", "ottawa")[0]


def sessions() -> list[tuple[str, str, int]]:
    """The (title, uid, revision) of the first cohort's sessions."""
    return [(session.title["en"], session.uid, session.revision) for session in ottawa().sessions]


def acts() -> int:
    """How many acts there were: nothing changes without one."""
    return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def everything() -> list[tuple[Any, ...]]:
    """Every row of every table."""
    tables = db.metadata.sorted_tables
    return [(table.name, *row) for table in tables for row in db.session.execute(select(table))]


def test_a_file_makes_what_it_names() -> None:
    assert load(GOOD) == {
        "institution": "created",
        "program ai-policy": "created",
        "cohort ai-policy/ottawa": "created",
        "cohort ai-policy/online": "created",
    }
    assert (ottawa().status, ottawa().venue_name, ottawa().contact) == (
        "published",
        {"en": "Bayview Yards"},
        "program@boreal.example",
    )
    assert (seats_of(ottawa().id), ottawa().program.status) == ((30, 0, 0), "published")


def test_lines_are_told_in_words() -> None:
    lines = loading.load(GOOD, "file.toml")
    assert [str(line) for line in lines[:3]] == [
        "institution: created", "program ai-policy: created", "cohort ai-policy/ottawa: created",
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(loaded: None) -> None:
    before = everything()
    assert set(load(GOOD).values()) == {"unchanged"}
    assert everything() == before


def test_every_act_is_told_to_be_an_import(loaded: None) -> None:
    load(changed("capacity = 30", "capacity = 31"))
    assert set(db.session.scalars(select(Activity.actor_kind))) == {IMPORT.kind}


@pytest.mark.parametrize(
    ("old", "new", "thing"),
    [
        ("Boreal Institute", "Boreal", "institution"),
        ("for a year", "for two years", "institution"),
        ("AI for Policy", "AI for Policy Makers", "program ai-policy"),
        ("capacity = 30", "capacity = 31", "cohort ai-policy/ottawa"),
        ("Near the station.", "Far from it.", "cohort ai-policy/ottawa"),
        ("2031-11-20T17", "2031-11-20T18", "cohort ai-policy/ottawa"),
        ("Main hall", "Small hall", "cohort ai-policy/ottawa"),
        ("capacity = 30", f"capacity = 30\n{ADMISSION}", "cohort ai-policy/ottawa"),
        ("capacity = 30", "capacity = 30\nheld_back = 3", "cohort ai-policy/ottawa"),
        (PUBLISHED, DRAFT, "cohort ai-policy/ottawa"),
        ("capacity = 5", f"capacity = 5\n{PUBLISHED}", "cohort ai-policy/online"),
    ],
)
def test_only_what_changed_is_told_to_be_changed(loaded: None, old: str, new: str, thing: str) -> None:
    text = changed(old, new)
    assert [name for name, outcome in load(text).items() if outcome == "changed"] == [thing]
    assert set(load(text).values()) == {"unchanged"}


def test_another_wording_of_the_privacy_notice_is_a_new_version(loaded: None) -> None:
    load(changed("for a year", "for two years"))
    found = institution.current()
    assert found is not None
    assert found.privacy_notice.version == 2


def test_what_the_institution_leaves_out_stays_as_it_is(loaded: None) -> None:
    load(changed('address = "7 Bayview Station Road"\n', ""))
    found = institution.current()
    assert found is not None
    assert found.address == "7 Bayview Station Road"


def test_what_a_cohort_leaves_out_is_emptied(loaded: None) -> None:
    load(changed('summary = "Near the station."\n', ""))
    assert ottawa().summary == {}


def test_a_file_says_who_gets_a_seat() -> None:
    load(changed("capacity = 30", f"capacity = 30\n{ADMISSION}"))
    cohort, seats = queries.cohort_with_seats("ai-policy", "ottawa")
    assert (cohort.admission, cohort.on_free_seat, cohort.offer_hours) == ("review", "offer", 24)
    assert (cohort.offer_working_hours, cohort.verify_email, cohort.waitlist_limit) == (True, True, 0)
    assert (cohort.last_offer_at, seats.held_back) == (datetime(2031, 11, 20, 17, tzinfo=UTC), 4)


def test_what_is_left_out_of_admission_is_as_in_a_new_cohort() -> None:
    load(changed("capacity = 30", f"capacity = 30\n{ADMISSION}"))
    load(GOOD)
    cohort, seats = queries.cohort_with_seats("ai-policy", "ottawa")
    assert (cohort.admission, cohort.on_free_seat, cohort.offer_hours) == ("open", "confirm", 72)
    assert (cohort.offer_working_hours, cohort.verify_email, cohort.waitlist_limit) == (False, False, None)
    assert (cohort.last_offer_at, seats.held_back) == (None, 0)


def test_the_switches_of_a_running_cohort_are_not_a_files_to_turn(loaded: None) -> None:
    key = ottawa().id
    cohorts.close(key, by=COMMAND_LINE)
    waitlist.serve_by_itself(key, True, by=COMMAND_LINE)
    assert set(load(GOOD).values()) == {"unchanged"}
    load(changed("capacity = 30", "capacity = 31"))
    assert (ottawa().closed_to_newcomers, ottawa().serves_waitlist) == (True, True)


def test_seats_held_back_stop_at_those_that_are_free() -> None:
    load(OPEN.replace("capacity = 30", "capacity = 3"))
    for _ in range(2):
        register(ottawa().id)
    assert refused(OPEN.replace("capacity = 30", "capacity = 3\nheld_back = 2")) == [
        "file.toml: cohort[1].capacity: 2 seats are taken and 2 held back: together they cannot be more than 3."
    ]
    assert seats_of(ottawa().id) == (3, 2, 0)


def test_a_cohort_that_the_file_leaves_out_stays(loaded: None) -> None:
    load(GOOD[: GOOD.index("[[cohort]]")])
    assert ottawa().status == "published"


def test_a_program_stays_a_draft_while_all_its_cohorts_are() -> None:
    load(changed(PUBLISHED, DRAFT))
    assert db.session.scalars(select(Program.status)).all() == ["draft"]


def test_a_session_that_changes_keeps_its_uid_and_takes_a_new_revision(loaded: None) -> None:
    (learn, first, _), (brief, second, _) = sessions()
    load(changed("ends = 2031-11-28T17", "ends = 2031-11-28T16"))
    assert sessions() == [(learn, first, 1), (brief, second, 0)]


def test_a_session_that_moves_keeps_its_uid(loaded: None) -> None:
    (learn, first, _), (brief, second, _) = sessions()
    load(changed("starts = 2031-11-29T09", "starts = 2031-11-29T10"))
    assert sessions() == [(learn, first, 0), (brief, second, 1)]


def test_a_new_session_leaves_the_others_alone(loaded: None) -> None:
    (learn, first, _), (brief, second, _) = sessions()
    evening = '[[cohort.session]]\ntitle = "Evening"\nstarts = 2031-11-28T19:00:00\nends = 2031-11-28T20:00:00\n\n'
    load(changed("[[cohort.session]]", evening + "[[cohort.session]]"))
    assert [each[0] for each in sessions()] == [learn, "Evening", brief]
    assert (sessions()[0], sessions()[2]) == ((learn, first, 0), (brief, second, 0))


def test_a_session_that_is_left_out_goes(loaded: None) -> None:
    (learn, first, _), _brief = sessions()
    start = GOOD.index('[[cohort.session]]\ntitle = "Your brief"')
    load(GOOD[:start] + GOOD[GOOD.index('[[cohort]]\nslug = "online"') :])
    assert sessions() == [(learn, first, 0)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "published"), ("draft", "cancelled"), ("draft", "archived"),
        ("published", "draft"), ("published", "cancelled"), ("published", "archived"),
        ("cancelled", "archived"), ("archived", "published"), ("archived", "draft"),
    ],
)  # fmt: skip
def test_a_status_becomes_what_the_file_says(before: str, after: str) -> None:
    load(changed(PUBLISHED, f'status = "{before}"'))
    text = changed(PUBLISHED, f'status = "{after}"')
    assert load(text)["cohort ai-policy/ottawa"] == "changed"
    assert ottawa().status == after
    assert load(text)["cohort ai-policy/ottawa"] == "unchanged"


@pytest.mark.parametrize("status", ["draft", "published", "cancelled", "archived"])
def test_without_a_status_a_cohort_keeps_its_own(status: str) -> None:
    load(changed(PUBLISHED, f'status = "{status}"'))
    load(changed(PUBLISHED, ""))
    assert ottawa().status == status


@pytest.mark.parametrize("after", ["draft", "published"])
def test_what_is_cancelled_stays_cancelled(after: str) -> None:
    load(changed(PUBLISHED, 'status = "cancelled"'))
    assert refused(changed(PUBLISHED, f'status = "{after}"')) == [
        "file.toml: cohort[1].status: That is not possible for a cohort that is cancelled."
    ]
    assert ottawa().status == "cancelled"


def test_what_is_over_is_not_cancelled() -> None:
    load(HELD_IN_2020)
    assert refused(HELD_IN_2020.replace(PUBLISHED, 'status = "cancelled"')) == [
        "file.toml: cohort[1].status: This cohort is over, so there is nothing to cancel."
    ]


def test_people_who_registered_keep_their_cohort_from_going_back_to_draft() -> None:
    load(OPEN)
    register(ottawa().id)
    (line,) = refused(OPEN.replace(PUBLISHED, DRAFT))
    assert line.startswith("file.toml: cohort[1].status: People have registered")


def test_the_capacity_stops_at_the_seats_taken() -> None:
    load(OPEN)
    for _ in range(2):
        register(ottawa().id)
    assert refused(OPEN.replace("capacity = 30", "capacity = 1")) == [
        "file.toml: cohort[1].capacity: 2 seats are taken, so the capacity cannot be lower."
    ]
    assert seats_of(ottawa().id) == (30, 2, 0)


def test_more_seats_go_to_those_who_wait() -> None:
    load(OPEN.replace("capacity = 30", "capacity = 1"))
    for _ in range(3):
        register(ottawa().id)
    load(OPEN.replace("capacity = 30", "capacity = 2"))
    assert seats_of(ottawa().id) == (2, 2, 1)


def test_a_program_in_the_archive_takes_no_published_cohort(loaded: None) -> None:
    load(changed(PUBLISHED, DRAFT))
    programs.archive(ottawa().program_id, by=COMMAND_LINE)
    assert refused(GOOD) == [
        "file.toml: cohort[1].status: Publish the program first: its cohorts are seen on its page."
    ]


def test_a_refusal_half_way_leaves_everything_as_it_was(loaded: None) -> None:
    cohorts.cancel(queries.cohort_with_seats("ai-policy", "ottawa")[0].id, by=COMMAND_LINE, reason="")
    before = everything()
    text = GOOD.replace("Boreal", "Austral").replace("AI for", "No AI for").replace('"online"', '"new-one"')
    assert len(refused(text)) == 1
    assert everything() == before


def test_a_bad_file_leaves_the_database_alone() -> None:
    assert len(refused(changed("capacity = 5", "capacity = -5"))) == 1
    assert acts() == 0


def test_what_several_cohorts_refuse_is_told_at_once() -> None:
    load(GOOD.replace("capacity = 5", f"capacity = 5\n{PUBLISHED}").replace(PUBLISHED, 'status = "cancelled"'))
    lines = refused(GOOD.replace("capacity = 5", f"capacity = 5\n{PUBLISHED}"))
    assert [line.split(": ")[1] for line in lines] == ["cohort[1].status", "cohort[2].status"]


def test_a_cohort_of_another_program_may_have_the_same_slug(loaded: None) -> None:
    assert load(changed('"ai-policy"', '"ai-law"'))["cohort ai-law/ottawa"] == "created"
    assert db.session.scalar(select(func.count()).select_from(Cohort)) == 4


OPEN = changed("registration_opens = 2031-10-28", "registration_opens = 2020-01-01")
