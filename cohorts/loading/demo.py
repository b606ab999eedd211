"""The demo: a program with a cohort in every state, and the people who have registered since."""

import csv
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from flask import current_app
from flask_babel import lazy_gettext as _l

from cohorts.accounts import users
from cohorts.activity import actors
from cohorts.core import catalogue, clock, tokens
from cohorts.core.database import db, verb
from cohorts.core.errors import Refusal
from cohorts.core.paths import folder
from cohorts.core.text import fold
from cohorts.loading import demo_answers, demo_dates, loading
from cohorts.mail import outbox
from cohorts.programs import institution
from cohorts.programs import queries as programs
from cohorts.programs.models import Cohort, Institution
from cohorts.questions import queries as forms
from cohorts.questions.asking import AFTER_SEAT, REGISTRATION, Given
from cohorts.registrations import answering, cohorts, decisions, news, offers, queries, registrations, withdrawals
from cohorts.registrations.registrations import Person

ORGANIZER = "demo@boreal.example"
PROGRAM = "ai-policy"
REASON = "The venue has to close for repairs. – Le lieu doit fermer pour des travaux."
MADE = timedelta(days=400)
DOMAINS = {"en": "mail.example", "fr": "courriel.example"}
BUSY = timedelta(days=60)

DECIDED, ACCEPTS, ACCEPTED = timedelta(days=3), timedelta(days=1), "accept"
DECISIONS = {decision: {decision} for decision in decisions.ACTS} | {decisions.OFFER: {decisions.OFFER, ACCEPTED}}

Row = dict[str, str]
Dated = tuple[datetime, Callable[[], object]]


class NotInProduction(Refusal):
    """The demo's people are not real."""

    sentence = _l("The demo is not for production.")


@verb
def load() -> bool:
    """Fill an empty database; whether it was empty. Writes no messages. Raises NotInProduction."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise NotInProduction
    if institution.current() or programs.all_programs():
        return False
    now = clock.now()
    with clock.standing_at(now - MADE):
        key = users.create(by=actors.COMMAND_LINE, email=ORGANIZER, name="R. Cardinal", is_admin=True)
        loading.load(_as_announced(demo_dates.moved(text(), now)), "demo.toml")
    by = actors.organizer(key)
    happened = [*_registrations(now, by), *_endings(now, by)]
    for moment, act in sorted(happened, key=lambda dated: dated[0]):
        with clock.standing_at(moment):
            act()
    outbox.drop("registration")
    return True


def text() -> str:
    """The demo's file, with the dates that are written there."""
    return (folder("config") / "demo.toml").read_text("utf-8")


def _as_announced(file: str) -> str:
    # What is cancelled or archived now took registrations before.
    return re.sub(r'(?m)^status = "(cancelled|archived)"$', 'status = "published"', file)


def _registrations(now: datetime, by: actors.Actor) -> Iterator[Dated]:
    with (folder("config") / "demo.csv").open(encoding="utf-8", newline="") as file:
        for slug, people in groupby(csv.DictReader(file), key=lambda row: row["cohort"]):
            yield from _of_cohort(_cohort(slug), list(people), now, by)


def _of_cohort(cohort: Cohort, people: list[Row], now: datetime, by: actors.Actor) -> Iterator[Dated]:
    until = min(cohort.closes, now)
    since = max(cohort.registration_opens or now, until - BUSY)
    step = (until - since) / (len(people) + 2)
    for number, row in enumerate(people, 1):
        yield _by_day(since + number * step, number), _registering(cohort.id, row)
        if demo_answers.has_answers(row["name"], cohort.id, AFTER_SEAT) and not row["withdraws"]:
            yield _by_day(until - step, number), _saying_more(cohort.id, row)
        if row["withdraws"]:
            yield _by_day(until - step, number), _withdrawing(row)
        if row["decision"] == ACCEPTED:
            yield _by_day(now - ACCEPTS, number), _accepting(row)
    for number, (decision, among) in enumerate(DECISIONS.items()):
        chosen = [_address(row) for row in people if row["decision"] in among]
        if chosen:
            yield _by_day(now - DECIDED, number), _deciding(cohort.id, decision, chosen, by)


def _by_day(moment: datetime, number: int) -> datetime:
    # People act in office hours; UTC is late enough for all of Canada.
    return moment.replace(hour=15 + number % 6, minute=number * 17 % 60, second=0, microsecond=0)


def _registering(cohort_id: int, row: Row) -> Callable[[], object]:
    person = Person(row["name"], _address(row), row["organization"], row["language"])
    notice, key = db.session.get_one(Institution, 1).privacy_notice_id, tokens.one_time()

    def act() -> None:
        registrations.register(
            person, by=actors.applicant(), cohort_id=cohort_id, privacy_notice_id=notice, one_time_key=key,
            tell=False, given=_answers(row, cohort_id, REGISTRATION, key), news_wording=_news(row),
        )  # fmt: skip

    return act


def _news(row: Row) -> str:
    # Some want news; the same ones each time.
    wants = zlib.crc32(row["name"].encode()) % 3 == 0
    return catalogue.translations(row["language"]).gettext(str(news.WORDING)) if wants else ""


def _saying_more(cohort_id: int, row: Row) -> Callable[[], object]:
    def act() -> None:
        asked = {question.id for question in forms.of_cohort(cohort_id).of_stage(AFTER_SEAT)}
        given = _answers(row, cohort_id, AFTER_SEAT, tokens.one_time())
        for found in queries.active_of_address(_address(row)):
            answering.change(found.id, given, asked=asked, by=actors.applicant(found.id))

    return act


def _answers(row: Row, cohort_id: int, stage: str, key: str) -> list[Given]:
    return demo_answers.given(row["name"], cohort_id=cohort_id, language=row["language"], stage=stage, form_key=key)


def _withdrawing(row: Row) -> Callable[[], object]:
    def act() -> None:
        for found in queries.active_of_address(_address(row)):
            withdrawals.withdraw(found.id, by=actors.applicant(found.id))

    return act


def _deciding(cohort_id: int, decision: str, chosen: list[str], by: actors.Actor) -> Callable[[], object]:
    def act() -> None:
        found = [each for address in chosen for each in queries.active_of_address(address)]
        decisions.decide(cohort_id, decision, {each.id: each.revision for each in found}, by=by)

    return act


def _accepting(row: Row) -> Callable[[], object]:
    def act() -> None:
        for found in queries.active_of_address(_address(row)):
            offers.accept(found.id, by=actors.applicant(found.id))

    return act


def _address(row: Row) -> str:
    return "{}@{}".format(".".join(re.findall("[a-z]+", fold(row["name"]))), DOMAINS[row["language"]])


def _endings(now: datetime, by: actors.Actor) -> Iterator[Dated]:
    winnipeg, edmonton = _cohort("winnipeg"), _cohort("edmonton")
    yield _by_day(now - timedelta(days=6), 0), partial(cohorts.cancel, winnipeg.id, by=by, reason=REASON)
    yield edmonton.ends_at + timedelta(days=30), partial(cohorts.archive, edmonton.id, by=by)


def _cohort(slug: str) -> Cohort:
    return programs.cohort_with_seats(PROGRAM, slug)[0]
