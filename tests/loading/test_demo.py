"""The demo shows every state at any date, in both languages, and writes to nobody."""

import csv
import dataclasses
import io
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from cohorts import create_app
from cohorts.accounts import users
from cohorts.activity.models import Activity
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.paths import folder
from cohorts.files import kinds, uploads
from cohorts.files.models import Upload
from cohorts.loading import demo, demo_dates, loading
from cohorts.mail.models import Message
from cohorts.programs import phases, queries
from cohorts.programs.models import Cohort, Program, Seats
from cohorts.questions import queries as forms
from cohorts.questions import types
from cohorts.registrations import laws, said
from cohorts.registrations import queries as people
from cohorts.registrations.models import Registration
from cohorts.settings import Settings
from tests.conftest import SECRET
from tests.databases import SQLite
from tests.factories import programs
from tests.loading.wording import NOT_ENGLISH, NOT_FRENCH

DAYS = [
    "2026-11-25T12:00", "2026-11-27T23:00", "2026-11-28T13:59", "2026-11-28T14:01", "2026-11-29T12:00",
    "2026-11-30T12:00", "2026-12-31T23:59", "2027-03-14T07:30", "2027-07-01T04:10", "2027-10-27T12:00",
    "2028-02-29T12:00", "2028-11-27T23:59",
]  # fmt: skip


@pytest.fixture(scope="module", params=DAYS)
def loaded(
    request: pytest.FixtureRequest, sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The demo, loaded on each of these days, which stays the present one; the tests that share it only read."""
    today, folder = datetime.fromisoformat(request.param).replace(tzinfo=UTC), tmp_path_factory.mktemp("demo")
    settings = Settings(
        environment="testing", secret_key=SECRET, database_url=sqlite.empty(folder), instance=str(folder)
    )
    app = create_app(settings)
    with time_machine.travel(today, tick=False), app.app_context():
        assert demo.load()
        yield today
        db.engine.dispose()


def test_every_public_state_can_be_seen_on_any_day(loaded: datetime) -> None:
    # A last offer that has passed while registration is still open is rare, and its time would not last.
    assert set(phase_of_each().values()) == set(phases.PHASES) - {phases.WAITLIST_CLOSED}


def test_every_state_lasts_for_some_days(loaded: datetime) -> None:
    before = {slug: phase for slug, phase in phase_of_each().items() if slug != "ottawa"}
    with time_machine.travel(loaded + timedelta(days=5), tick=False):
        assert {slug: phase for slug, phase in phase_of_each().items() if slug != "ottawa"} == before


def test_ottawa_lies_ahead_and_can_be_registered_for(loaded: datetime) -> None:
    ottawa, seats = queries.cohort_with_seats("ai-policy", "ottawa")
    assert phase_of_each()["ottawa"] == phases.OPEN
    assert loaded < ottawa.starts_at < loaded + timedelta(days=367)
    assert (ottawa.starts_at.month, ottawa.starts_at.day, ottawa.ends_at.day) == (11, 28, 29)
    assert (seats.capacity, seats.taken) == (30, 22)


def test_the_full_cohort_has_a_line_of_several_people(loaded: datetime) -> None:
    _halifax, seats = queries.cohort_with_seats("ai-policy", "halifax")
    assert seats.taken == seats.capacity
    assert 4 <= seats.waiting <= 9


def test_the_cohort_whose_waiting_list_is_full_has_no_free_seat(loaded: datetime) -> None:
    charlottetown, seats = queries.cohort_with_seats("ai-policy", "charlottetown")
    assert phase_of(charlottetown, seats) == phases.WAITLIST_FULL
    assert (seats.free, seats.waiting) == (0, charlottetown.waitlist_limit)


def test_the_cohort_with_review_has_people_in_every_state_of_a_review(loaded: datetime) -> None:
    saskatoon, seats = queries.cohort_with_seats("ai-policy", "saskatoon")
    counts = people.counts(saskatoon.id)
    assert (saskatoon.admission, seats.held_back, seats.taken) == ("review", 2, counts["confirmed"] + counts["offered"])
    assert {state for state, count in counts.items() if count} == {
        "pending", "offered", "confirmed", "waitlisted", "rejected", "withdrawn",
    }  # fmt: skip


def test_offers_can_be_answered_for_some_days(loaded: datetime) -> None:
    ends = list(db.session.scalars(select(Registration.offer_ends_at).where(Registration.state == "offered")))
    assert min(ends) > loaded + timedelta(days=5)


def test_ottawa_has_a_form_that_everybody_answered(loaded: datetime) -> None:
    ottawa = queries.cohort_with_seats("ai-policy", "ottawa")[0]
    said_by = {r.name: said.of(r.id) for r in ottawa_people() if r.state == "confirmed"}
    assert len(said_by) == 22
    assert sum(bool(answers) for answers in said_by.values()) >= 20
    answered = Counter(each.key for answers in said_by.values() for each in answers)
    asks = [q for q in forms.of_cohort(ottawa.id).questions if types.of(q.wording.type).asks]
    assert len(asks) >= 10
    assert {question.key for question in asks} == set(answered)
    assert len({types.of(question.wording.type).name for question in asks}) >= 6


def test_the_files_of_the_demo_are_what_they_say(loaded: datetime) -> None:
    files = list(db.session.scalars(select(Upload).where(Upload.registration_id.is_not(None))))
    assert len(files) == 2 == db.session.scalar(select(func.count()).select_from(Upload))
    for upload in files:
        content = b"".join(uploads.pieces(upload.id))
        assert (len(content), kinds.of(io.BytesIO(content))) == (upload.size, "pdf")


def test_who_answers_in_the_demo_is_there_and_writes_by_the_rules_of_their_language() -> None:
    people = {
        row["name"]: row for row in csv.DictReader((folder("config") / "demo.csv").read_text("utf-8").splitlines())
    }
    wrong = {"en": NOT_ENGLISH, "fr": NOT_FRENCH}
    for name, answers in tomllib.loads((folder("config") / "demo-answers.toml").read_text("utf-8")).items():
        row = people[name]
        assert row["cohort"] == "ottawa"
        for each in answers.values():
            for text in each if isinstance(each, list) else [each]:
                assert wrong[row["language"]].search(text) is None, (name, text)


def test_no_message_is_written(loaded: datetime) -> None:
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_all_laws_hold(loaded: datetime) -> None:
    assert list(laws.breaches()) == []


def test_people_registered_while_their_cohort_was_open(loaded: datetime) -> None:
    people = list(db.session.scalars(select(Registration)))
    assert len(people) > 80
    assert all(r.cohort.registration_opens <= r.registered_at <= min(r.cohort.closes, loaded) for r in people)


def test_the_trail_is_told_in_the_order_in_which_it_happened(loaded: datetime) -> None:
    moments = list(db.session.scalars(select(Activity.at).order_by(Activity.id)))
    assert moments == sorted(moments)
    assert moments[-1] <= loaded


def test_the_rows_are_what_the_moved_file_says(loaded: datetime) -> None:
    lines = loading.load(demo_dates.moved(demo.text(), clock.now()), "demo.toml")
    assert {line.outcome for line in lines} == {"unchanged"}


def test_the_organizer_can_sign_in_and_run_everything(context: None) -> None:
    demo.load()
    user = users.with_address(demo.ORGANIZER)
    assert user is not None
    assert (user.name, user.is_admin, user.ended_at) == ("R. Cardinal", True, None)


def test_loading_it_again_changes_nothing(context: None) -> None:
    demo.load()
    before = everything()
    assert not demo.load()
    assert everything() == before


def test_it_leaves_a_database_alone_that_has_a_program(context: None) -> None:
    programs.a_program()
    before = everything()
    assert not demo.load()
    assert everything() == before


def test_production_refuses_it(settings: Settings) -> None:
    app = create_app(dataclasses.replace(settings, environment="production"))
    with app.app_context():
        with pytest.raises(demo.NotInProduction):
            demo.load()
        assert everything() == 0
    with app.app_context():
        db.engine.dispose()


def test_only_who_has_a_seat_sees_the_link_of_the_online_cohort(context: None, client: Any) -> None:
    demo.load()
    link = queries.cohort_with_seats("ai-policy", "online")[0].venue_link
    assert link.startswith("https://")
    assert link not in client.get("/en/programs/ai-policy/online").text


def test_every_page_of_the_demo_answers_in_both_languages(app: Flask, client: Any) -> None:
    with app.app_context():
        demo.load()
    pages = ["", "programs/ai-policy", "privacy", *(f"programs/ai-policy/{slug}" for slug in slugs() - {"whitehorse"})]
    for language in ("en", "fr"):
        other = {"en": "fr", "fr": "en"}[language]
        for page in pages:
            answer = client.get(f"/{language}/{page}")
            assert answer.status_code == 200, page
            assert f'<span lang="{other}' not in answer.text, page
    assert client.get("/en/programs/ai-policy/whitehorse").status_code == 404


def test_every_text_is_written_in_both_languages() -> None:
    for place, text in texts(tomllib.loads(demo.text())):
        assert isinstance(text, dict), place
        assert set(text) == {"en", "fr"}, place
        assert all(words.strip() for words in text.values()), place


def test_each_language_is_set_by_its_own_rules() -> None:
    for place, text in texts(tomllib.loads(demo.text())):
        assert NOT_FRENCH.search(text["fr"]) is None, (place, NOT_FRENCH.search(text["fr"]))
        assert NOT_ENGLISH.search(text["en"]) is None, (place, NOT_ENGLISH.search(text["en"]))


def ottawa_people() -> list[Registration]:
    """The registrations of Ottawa."""
    ottawa = queries.cohort_with_seats("ai-policy", "ottawa")[0]
    return list(db.session.scalars(select(Registration).where(Registration.cohort_id == ottawa.id)))


def phase_of_each() -> dict[str, str]:
    """The phase of each cohort, as its page shows it now."""
    db.session.expire_all()
    program = db.session.scalars(select(Program)).one()
    return {cohort.slug: phase_of(cohort, seats) for cohort, seats in queries.all_of_program(program)}


def phase_of(cohort: Cohort, seats: Seats) -> str:
    """The phase of one."""
    return cohort.phase(seats, clock.now())


def everything() -> int:
    """How many acts there were: nothing changes without one."""
    return db.session.scalar(select(func.count()).select_from(Activity)) or 0


def slugs() -> set[str]:
    """The cohorts of the file."""
    return {cohort["slug"] for cohort in tomllib.loads(demo.text())["cohort"]}


TEXTS = {
    "name",
    "privacy_notice",
    "title",
    "summary",
    "description",
    "street",
    "city",
    "region",
    "place",
    "label",
    "help",
    "text",
}


def texts(said: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every text of the file with its place."""
    for key, value in said.items() if isinstance(said, dict) else enumerate(said):
        if key in TEXTS:
            yield f"{place}.{key}", value
        elif key == "options":
            yield from ((f"{place}.options", {code: option.get(code) for code in ("en", "fr")}) for option in value)
        elif isinstance(value, dict | list):
            yield from texts(value, f"{place}.{key}")
