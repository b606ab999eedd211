"""A broadcast to many people, written to the outbox by a worker while others look at pages."""

from pathlib import Path

import psutil
import psycopg

from cohorts.core.database import db
from cohorts.mail.models import Message
from tests.bench import clients, growth
from tests.bench.clients import Work
from tests.bench.measure import Cost, cost
from tests.bench.paths import Visit
from tests.factories.broadcasts import a_draft, row, scheduled
from tests.factories.programs import a_cohort
from tests.servers.processes import Installation

SIZES = (1_000, 10_000)
WORDS = {
    "en": "Hi {name},\n\nbring a **laptop**.\n\n{sessions}\n\n[Your registration]({manage_link})",
    "fr": "Bonjour {name},\n\napportez un **portable**.\n\n{sessions}\n\n[Votre inscription]({manage_link})",
}


def report(site: Installation, page: Visit, seconds: float) -> None:
    """Measure and print, on the database of a site that serves pages meanwhile."""
    quiet = cost(page, site.port, seconds, list, list)
    print("\nA broadcast written to the outbox, PostgreSQL; 8 visitors meanwhile: their worst half second", flush=True)
    print(f"{'people':>8}{'seconds':>9}{'peak MB':>9}{'page p50':>10}{'p99 ms':>8}{'quiet p50':>11}{'p99 ms':>8}")
    for size in SIZES:
        lasted, peak, during = queued(site, page, size)
        print(
            f"{size:8,}{lasted:9.1f}{peak:9.0f}{during.p50:10.1f}{during.p99:8.1f}{quiet.p50:11.1f}{quiet.p99:8.1f}",
            flush=True,
        )


def queued(site: Installation, page: Visit, size: int) -> tuple[float, float, Cost]:
    """Seconds from its start to its end, megabytes of the worker at their most, and what pages took meanwhile."""
    work = Work("register", site.environment["COHORTS_DATABASE_URL"], Path(site.folder), 0)
    with clients.app_of(work) as app, app.app_context():
        cohort_id = a_cohort(capacity=size)
        people(work.database, cohort_id, size)
        broadcast_id = scheduled(a_draft(cohort_id, body=WORDS))
        process = site.start("worker", "--once")
        watched, peak, visits = psutil.Process(process.pid), 0, []
        while process.poll() is None:
            visits.append(cost(page, site.port, 0.5, list, list))
            peak = max(peak, resident(watched))
        assert process.returncode == 0, site.log.read_text()
        found = row(broadcast_id)
        batch = f"broadcast:{broadcast_id}"
        assert db.session.query(Message).filter(Message.batch == batch).count() == size
        assert found.started_at and found.finished_at
        during = max(visits, key=lambda each: each.p99)
        return (found.finished_at - found.started_at).total_seconds(), peak / 1e6, during


def people(database: str, cohort_id: int, size: int) -> None:
    """So many with a seat."""
    with psycopg.connect(database, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        values = {"cohort": cohort_id, "state": "confirmed", "first": 1, "last": size, "waiting": 0, "taken": size}
        for text in (growth.REGISTRATIONS, growth.COUNTED):
            connection.execute(text, values)


def resident(process: psutil.Process) -> int:
    """Bytes that it and all that it started hold; 0 where it is over."""
    try:
        return sum(each.memory_info().rss for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0
