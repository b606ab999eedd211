"""Run the measurements and print one table."""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench import bare, draining, growth, hot_cohort, long_form, paths, queueing
from tests.bench.measure import Cost, cost
from tests.servers import postgresql
from tests.servers.processes import Installation
from tests.servers.visitor import Visitor

SERVE_BARE = "from cohorts.cli.serving import run; run('tests.bench.bare:app', '127.0.0.1', {port}, 2)"
PROGRAM = Path(__file__).parent / "bench.toml"


def main() -> None:
    """Start both servers and PostgreSQL, measure, print, stop."""
    seconds = float(os.environ.get("BENCH_SECONDS", "5"))
    home = Path(tempfile.mkdtemp(prefix="cohorts-bench-"))
    modes = postgresql.prefix_modes(home)
    try:
        report(home, seconds)
        # A server of its own: as in production, what was committed survives a crash.
        safe = home / "safe"
        safe.mkdir()
        try:
            hot_cohort.report(safe, seconds)
            growth.report(safe, seconds)
            draining.report(safe)
        finally:
            postgresql.stop(safe)
        hot_cohort.report_sqlite(home, seconds)
        long_form.report(home)
    finally:
        postgresql.stop(home)
        postgresql.put_back(modes)
        shutil.rmtree(home)


def report(home: Path, seconds: float) -> None:
    """Measure and print."""
    print(f"Measuring for {seconds:g} s each: 2 web workers, PostgreSQL, rate limits off", flush=True)
    print(f"{'':22}{'CPU ms':>9}{'PostgreSQL':>12}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}{'bare ms':>9}{'ratio':>7}")
    with ours(home) as (site, database), bare_server(home, site) as yardstick:
        page = measured(paths.bare_page, yardstick, seconds, [])
        whole = measured(paths.bare_registration, yardstick, seconds, [])
        show("cohort page", measured(paths.page, site, seconds, database), page)
        show("the same, 304", measured(paths.unchanged(Visitor(site.port)), site, seconds, database), page)
        show("registration", measured(paths.registration, site, seconds, database), whole)
        show("bare page", page, page)
        show("bare three requests", whole, whole)
        queueing.report(site, paths.page, seconds)


@contextmanager
def ours(home: Path) -> Iterator[tuple[Installation, Sequence[int]]]:
    """Our site on a fresh database, and the database's main process."""
    address = postgresql.create(postgresql.start(home), "bench")
    (home / "site").mkdir()
    # As in production: in development the result page also parses and shows the message.
    site = Installation(
        home / "site",
        COHORTS_ENVIRONMENT="production",
        COHORTS_SECRET_KEY=secrets.token_urlsafe(48),
        COHORTS_DATABASE_URL=address,
        COHORTS_RATELIMIT_ENABLED="false",
    )
    site.run("db", "upgrade")
    site.run("load", str(PROGRAM))
    site.start("web")
    postmaster = int((home / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    try:
        site.wait_until(lambda: site.is_healthy() and len(site.workers()) == 2, "serving")
        yield site, [postmaster]
    finally:
        site.end()


@contextmanager
def bare_server(home: Path, site: Installation) -> Iterator[Installation]:
    """The yardstick under the same server, with the pages of our site kept as templates."""
    visitor = Visitor(site.port)
    pages = {"page": visitor.get(paths.COHORT), "form": visitor.get(paths.FORM), "result": paths.register(visitor)}
    folder = home / "bare"
    folder.mkdir()
    for name, answer in pages.items():
        (folder / f"{name}.html").write_text("{% raw %}" + answer.text + "{% endraw %}")
    yardstick = Installation(folder, [sys.executable, "-c"], **{bare.FOLDER: str(folder)})
    yardstick.start(SERVE_BARE.format(port=yardstick.port))
    try:
        yardstick.wait_until(yardstick.is_healthy, "the yardstick serving")
        yield yardstick
    finally:
        yardstick.end()


def measured(visit: paths.Visit, site: Installation, seconds: float, database: Sequence[int]) -> Cost:
    """What one visit costs this site's processes and the database's."""
    return cost(visit, site.port, seconds, lambda: [p.pid for p in site.processes()], lambda: family(database))


def family(roots: Sequence[int]) -> list[int]:
    """Processes and all that they started."""
    return [each.pid for root in map(psutil.Process, roots) for each in [root, *root.children(recursive=True)]]


def show(name: str, found: Cost, yardstick: Cost) -> None:
    """One line of the table."""
    print(
        f"{name:22}{found.server_ms:9.2f}{found.database_ms:12.2f}{found.per_second:9.0f}{found.p50:9.1f}"
        f"{found.p99:9.1f}{yardstick.server_ms:9.2f}{found.server_ms / yardstick.server_ms:7.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
