"""How rates and plans look from a thousand registrations to a million."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from cohorts.activity.actors import COMMAND_LINE, applicant
from cohorts.core.database import db
from cohorts.mail import claims
from cohorts.programs.models import Seats
from cohorts.registrations import capacity, offers, withdrawals
from tests.bench import clients, hot_cohort, statements
from tests.bench.clients import Work
from tests.servers import postgresql

PARAMETER = re.compile(r"%\(\w+\)s(::[A-Z]+( WITH TIME ZONE)?)?")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
CLIENTS, SEATS = 8, 100
LARGE = ("registrations", "activities", "activity_values", "messages", "attempts")
REGISTRATIONS = """
    INSERT INTO registrations (cohort_id, reference, state, place, key, name, email, email_key, organization, language,
        search, link_version, revision, answers_version, privacy_notice_id, privacy_agreed_at, registered_at,
        state_since)
    SELECT %(cohort)s, 'X' || %(cohort)s || '-' || lpad(to_hex(i), 7, '0'), %(state)s,
        CASE WHEN %(state)s = 'waitlisted' THEN i END, 'key ' || i,
        'Amélie Tremblay', email, email, '', 'en', 'amelie tremblay ' || email, 1, 0, 0, 1, now(), now(), now()
    FROM generate_series(%(first)s::integer, %(last)s::integer) i,
        LATERAL (SELECT 'amelie.' || i || '@example.org' AS email) e
"""
ACTIVITIES = """
    INSERT INTO activities (at, actor_kind, act, subject_type, subject_id, cohort_id)
    SELECT now(), 'applicant', 'register', 'registration', id, cohort_id FROM registrations WHERE id > %(before)s
"""
VALUES = """
    INSERT INTO activity_values (activity_id, name, new)
    SELECT a.id, 'state', r.state FROM registrations r
    JOIN activities a ON a.subject_type = 'registration' AND a.subject_id = r.id WHERE r.id > %(before)s
"""
MESSAGES = """
    INSERT INTO messages (cause, kind, language, address, title, body, message_id, subject_type, subject_id, state,
        created_at, due_at, attempts, accepted_at, lane, text)
    SELECT 'bulk ' || id, 'seat_confirmed', 'en', email, 'You have a seat', NULL, 'bulk', 'registration', id,
        'accepted', now(), now(), 1, now(), 0, '\\x789c030000000001' FROM registrations WHERE id > %(before)s
"""
COUNTED = """
    UPDATE seats SET next_place = 1 + %(last)s, waiting = waiting + %(waiting)s, taken = taken + %(taken)s
    WHERE cohort_id = %(cohort)s
"""


def report(home: Path, seconds: float) -> None:
    """Measure and print: half of all registrations in a cohort with seats, half in the line of a full one."""
    database = postgresql.create(postgresql.start(home, safe=True), "growth")
    work = hot_cohort.fresh(home, database)
    line = replace(work["waitlist"], cohort_id=work["mixed"].cohort_id)
    print(f"\nGrowing, {CLIENTS} clients on one cohort, acts a second", flush=True)
    print(
        f"{'registrations':>14}{'register':>10}{'waitlist':>10}{'come and go':>13}  large tables read without an index"
    )
    for size in SIZES:
        grow(database, work["register"].cohort_id, line.cohort_id, size // 2)
        found = plans(line)
        rates = [clients.rate(CLIENTS, each, seconds) for each in (work["register"], line, work["mixed"])]
        cells = "".join(f"{rate.per_second:{width}.0f}" for rate, width in zip(rates, (10, 10, 13), strict=True))
        print(f"{size:14,}{cells}  {', '.join(sorted(scanned(found))) or 'none'}", flush=True)
    for text, used in found.items():
        print(f"  {text:72}{', '.join(sorted(names(used)))}")


def grow(database: str, hot: int, full: int, size: int) -> None:
    """Bring both cohorts to this many registrations."""
    with psycopg.connect(database, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        for cohort, state in ((hot, "confirmed"), (full, "waitlisted")):
            before = _one(connection, "SELECT coalesce(max(id), 0) FROM registrations")
            there = _one(connection, "SELECT count(*) FROM registrations WHERE cohort_id = %s", cohort)
            last = max(there, _one(connection, "SELECT next_place - 1 FROM seats WHERE cohort_id = %s", cohort))
            added = max(size - there, 0)
            values = {
                "cohort": cohort, "state": state, "before": before, "first": last + 1, "last": last + added,
                "waiting": added * (state == "waitlisted"), "taken": added * (state == "confirmed"),
            }  # fmt: skip
            for text in (REGISTRATIONS, ACTIVITIES, VALUES, MESSAGES, COUNTED):
                connection.execute(text, values)
        # Nobody delivers here; where somebody does, few messages wait.
        connection.execute("UPDATE messages SET state = 'accepted' WHERE state = 'queued'")
        connection.execute("VACUUM ANALYZE")


def plans(work: Work) -> dict[str, list[dict[str, Any]]]:
    """The plan of each query that reads a large table: registering, leaving, and what the worker asks."""
    found = {}
    with clients.app_of(work) as app:

        def all_paths() -> None:
            outcome = clients.somebody_new(work)
            who = clients.queries.by_reference(outcome.reference).id
            withdrawals.withdraw(who, by=applicant(who))
            seats = db.session.get_one(Seats, work.cohort_id)
            capacity.set_capacity(work.cohort_id, seats.capacity + 1, by=COMMAND_LINE)
            offers.expire_due()
            offers.remind_due()
            claims.anything_due()

        with app.app_context():
            clients.somebody_new(work)
        sent = statements.recorded(app, all_paths)
        with app.app_context(), db.engine.connect() as connection:
            driver = connection.connection.driver_connection
            for each in sent:
                plan = driver.execute(f"EXPLAIN (FORMAT JSON) {each.text}", each.values).fetchone()[0][0]["Plan"]
                read = [node for node in nodes(plan) if node.get("Relation Name") in LARGE or "Index Name" in node]
                read = [node for node in read if "INSERT" not in each.text or "Scan" in node["Node Type"]]
                if read:
                    found[PARAMETER.sub("?", " ".join(each.text.split("WHERE")[-1].split()))[:70]] = read
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All parts of a plan."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def scanned(found: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The large tables that are read from end to end."""
    every = [node for read in found.values() for node in read]
    return {
        node["Relation Name"] for node in every if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
    }


def names(read: list[dict[str, Any]]) -> set[str]:
    """The indexes of a plan."""
    return {node["Index Name"] for node in read if "Index Name" in node}


def _one(connection: psycopg.Connection, text: str, *values: int) -> int:
    row = connection.execute(text, values).fetchone()
    assert row is not None
    return int(row[0])
