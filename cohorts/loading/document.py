"""A load file as plain values, checked: nothing here knows the database."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cohorts.loading import checks, messages, questions
from cohorts.loading.messages import WrittenMessage
from cohorts.loading.problems import BadFile, Problems
from cohorts.loading.questions import WrittenForm
from cohorts.loading.tables import Table
from cohorts.programs.details import CohortDetails, SessionDetails
from cohorts.programs.forms import MOST_SESSIONS
from cohorts.programs.models import ADMISSIONS, COHORT_STATUSES, MOST_OFFER_HOURS, MOST_SEATS, ON_FREE_SEAT

POSITION = re.compile(r"(?P<what>.*) \(at (?P<where>line \d+, column \d+)\)")


@dataclass(frozen=True, kw_only=True)
class WrittenCohort:
    """A cohort of the file; without a status it keeps the one it has."""

    details: CohortDetails
    sessions: list[SessionDetails]
    capacity: int
    held_back: int
    status: str | None
    form: WrittenForm
    messages: list[WrittenMessage] | None


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a file says; `institution` and `program` are values for their verbs, `messages` those of the program."""

    institution: dict[str, Any] | None
    program: dict[str, Any]
    messages: list[WrittenMessage] | None
    cohorts: list[WrittenCohort]


def parse(text: str, name: str) -> Document:
    """The file as plain values; raises BadFile with all that is wrong."""
    problems = Problems(name)
    whole = Table(_tables(text, name), "", problems)
    program, words = _program(whole.table("program", required=True))
    institution = whole.table("institution")
    document = Document(
        institution=_institution(institution, _plain(program["languages"])) if institution else None,
        program=program,
        messages=words,
        cohorts=[_cohort(each, program["languages"]) for each in whole.tables("cohort")],
    )
    whole.end()
    _refuse_twins([each.details.slug for each in document.cohorts], problems)
    problems.raise_if_any()
    return document


def _tables(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise BadFile([f"{name}: its tables are nested too deeply"]) from error
    # Some numbers are too long for Python, which says so in its own words.
    except ValueError as error:
        found = POSITION.fullmatch(str(error))
        where = f"line {text.count(chr(10)) + 1}" if not found else found["where"]
        raise BadFile([f"{name}: {where}: {found['what'] if found else error}"]) from error


def _plain(languages: list[str]) -> str:
    # In what language a plain string is: the program's first.
    return languages[0] if languages else "en"


def _institution(table: Table, plain: str) -> dict[str, Any]:
    said = {
        "name": table.take("name", checks.localized(checks.line, plain, required=True), required=True),
        "address": table.take("address", checks.text(500)),
        "contact": table.take("contact", checks.contact),
        "website": table.take("website", checks.link),
        "privacy_notice": table.take("privacy_notice", checks.localized(checks.text(), plain, required=True)),
    }
    table.end()
    return {name: value for name, value in said.items() if value is not None}


def _program(table: Table | None) -> tuple[dict[str, Any], list[WrittenMessage] | None]:
    if table is None:
        return {"languages": []}, None
    languages = table.take("languages", checks.language_list, [], required=True)
    said = {
        "slug": table.take("slug", checks.slug, required=True),
        "languages": languages,
        "contact": table.take("contact", checks.contact, required=True),
        **_words(table, _plain(languages)),
    }
    found = messages.all_of(table, _plain(languages))
    table.end()
    return said, found


def _cohort(table: Table, languages: list[str]) -> WrittenCohort:
    own = table.take("languages", checks.language_list, [])
    plain, timezone = _plain(languages), table.take("timezone", checks.zone, required=True)
    at = checks.moment(timezone)
    details = CohortDetails(
        slug=table.take("slug", checks.slug, required=True),
        timezone=timezone,
        own_contact=table.take("contact", checks.contact, ""),
        reply_to=table.take("reply_to", checks.contact, ""),
        own_languages=own,
        registration_opens=table.take("registration_opens", at),
        registration_closes=table.take("registration_closes", at),
        **_admission(table, at),
        **_words(table, plain),
        **_venue(table.table("venue"), plain),
    )
    sessions = [_session(each, plain, at) for each in table.tables("session", required=True)]
    written = WrittenCohort(
        details=details,
        sessions=sessions,
        capacity=table.take("capacity", checks.number(1, MOST_SEATS), required=True),
        held_back=table.take("held_back", checks.number(0, MOST_SEATS), 0),
        status=table.take("status", checks.one_of(COHORT_STATUSES)),
        form=questions.form_of(table, plain, at),
        messages=messages.all_of(table, plain),
    )
    _check_dates(table, details, sessions)
    if written.capacity is not None and written.held_back > written.capacity:
        table.note("held_back", f"is more than the capacity: {written.capacity}")
    table.end()
    return written


def _admission(table: Table, at: checks.Check) -> dict[str, Any]:
    return {
        "admission": table.take("admission", checks.one_of(ADMISSIONS), "open"),
        "on_free_seat": table.take("on_free_seat", checks.one_of(ON_FREE_SEAT), "confirm"),
        "offer_hours": table.take("offer_hours", checks.number(1, MOST_OFFER_HOURS), 72),
        "offer_working_hours": table.take("offer_working_hours", checks.truth, False),
        "last_offer_at": table.take("last_offer", at),
        "verify_email": table.take("verify_email", checks.truth, False),
        "waitlist_limit": table.take("waitlist_limit", checks.number(0, MOST_SEATS)),
    }


def _words(table: Table, plain: str) -> dict[str, Any]:
    summary = checks.localized(checks.text(checks.LONGEST_SUMMARY), plain)
    return {
        "title": table.take("title", checks.localized(checks.line, plain, required=True), required=True),
        "summary": table.take("summary", summary, {}),
        "description": table.take("description", checks.localized(checks.text(), plain), {}),
    }


def _venue(table: Table | None, plain: str) -> dict[str, Any]:
    if table is None:
        return {}
    said = {name: table.take(name, checks.localized(checks.line, plain), {}) for name in _VENUE_WORDS}
    said |= {"country": table.take("country", checks.country, ""), "link": table.take("link", checks.link, "")}
    table.end()
    return {f"venue_{name}": value for name, value in said.items()}


_VENUE_WORDS = ("name", "street", "city", "region")


def _session(table: Table, plain: str, at: checks.Check) -> SessionDetails:
    words = checks.localized(checks.line, plain)
    session = SessionDetails(
        title=table.take("title", words, {}),
        starts_at=table.take("starts", at, required=True),
        ends_at=table.take("ends", at, required=True),
        place=table.take("place", words, {}),
    )
    if _in_order(session.ends_at, session.starts_at):
        table.note("ends", "must come after its start")
    table.end()
    return session


def _check_dates(table: Table, details: CohortDetails, sessions: list[SessionDetails]) -> None:
    opens, closes = details.registration_opens, details.registration_closes
    first = min((session.starts_at for session in sessions if session.starts_at), default=None)
    last = max((session.ends_at for session in sessions if session.ends_at), default=None)
    if table.values.get("session") == []:
        table.note("session", "is empty: a cohort has at least one session")
    if len(sessions) > MOST_SESSIONS:
        table.note("session", f"has {len(sessions)} sessions; use at most {MOST_SESSIONS}")
    if _in_order(first, closes) and first != closes:
        table.note("registration_closes", "must not come after the first session starts")
    if _in_order(closes or first, opens):
        table.note("registration_opens", "must come before registration closes")
    if _in_order(last, details.last_offer_at) and last != details.last_offer_at:
        table.note("last_offer", "must not come after the last session ends")


def _in_order(first: datetime | None, second: datetime | None) -> bool:
    return first is not None and second is not None and first <= second


def _refuse_twins(slugs: list[str | None], problems: Problems) -> None:
    for number, slug in enumerate(slugs, 1):
        first = slugs.index(slug) + 1
        if slug is not None and first < number:
            problems.note(f"cohort[{number}].slug", f"{slug!r} is the slug of cohort[{first}] already")
