"""One hot cohort: `register()` from many processes, beside the same statements as bare SQL."""

from dataclasses import replace
from pathlib import Path

import psycopg

from tests.bench import clients, statements
from tests.bench.clients import Rate, Work
from tests.databases import migrate
from tests.factories.programs import a_cohort, an_institution
from tests.servers import postgresql

CLIENTS = (1, 2, 8, 32)
WIDTHS = (10, 10, 8)
MANY = 1_000_000
SAFE = ("fsync", "synchronous_commit", "full_page_writes")


def report(home: Path, seconds: float) -> None:
    """Measure and print, on a PostgreSQL that loses nothing in a crash."""
    server = postgresql.start(home, safe=True)
    with psycopg.connect(server) as connection:
        shown = [(name, connection.execute(f"SHOW {name}").fetchone()) for name in SAFE]
    safety = ", ".join(f"{name} {row[0]}" for name, row in shown if row)
    print(f"\nOne hot cohort, registrations a second. PostgreSQL with {safety}", flush=True)
    print(f"{'clients':>8}{'register':>10}{'bare SQL':>10}{'ratio':>8}{'longest':>9}{'waitlist':>10}{'mixed':>8}")
    for count in CLIENTS:
        work = fresh(home, postgresql.create(server, f"hot_{count}"))
        work["bare"] = bare(work["register"])
        found = {name: clients.rate(count, each, seconds) for name, each in work.items()}
        show(count, found)


def report_sqlite(home: Path, seconds: float) -> None:
    """Measure and print how long writers wait for each other; an error that a person saw would end it."""
    folder = home / "sqlite"
    folder.mkdir()
    print("\nOne hot cohort on SQLite, registrations a second, and the longest that anybody waited", flush=True)
    print(f"{'writers':>8}{'register':>10}{'longest':>10}{'waitlist':>10}{'longest':>10}{'mixed':>8}{'longest':>10}")
    for count in CLIENTS:
        work = fresh(folder, f"sqlite:///{folder}/hot_{count}.sqlite3")
        rates = [clients.rate(count, each, seconds) for each in work.values()]
        cells = [
            f"{rate.per_second:{width}.0f}{rate.longest:8.2f} s" for rate, width in zip(rates, WIDTHS, strict=True)
        ]
        print(f"{count:8}{''.join(cells)}", flush=True)


def fresh(home: Path, database: str) -> dict[str, Work]:
    """The works of one line, on a database of their own."""
    migrate(database, home)
    work = Work("register", database, home, 0)
    with clients.app_of(work) as app, app.app_context():
        an_institution()
        cohorts = [a_cohort(capacity=capacity) for capacity in (MANY, 0, 100)]
    return {
        "register": replace(work, cohort_id=cohorts[0]),
        "waitlist": replace(work, cohort_id=cohorts[1]),
        "mixed": replace(work, act="mixed", cohort_id=cohorts[2]),
    }


def bare(work: Work) -> Work:
    """The statements of one registration, to be sent without us."""
    with clients.app_of(work) as app:
        with app.app_context():
            clients.somebody_new(work)
        sent = statements.recorded(app, lambda: clients.somebody_new(work))
    return replace(work, act="bare", statements=sent)


def show(count: int, found: dict[str, Rate]) -> None:
    """One line of the table."""
    register, bare = found["register"], found["bare"]
    print(
        f"{count:8}{register.per_second:10.0f}{bare.per_second:10.0f}{register.per_second / bare.per_second:8.2f}"
        f"{1000 * register.longest:6.0f} ms{found['waitlist'].per_second:10.0f}{found['mixed'].per_second:8.0f}",
        flush=True,
    )
