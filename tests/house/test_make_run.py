"""`make run`: serves at once, and a second time without changing anything."""

import os
import re
import signal
import sqlite3
import subprocess
from pathlib import Path

from tests.servers.processes import ROOT, Installation

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/organizer/sign-in/\S+)")
KEPT = ("institution", "programs", "cohorts", "cohort_sessions", "registrations", "activities", "messages", "users")


def test_make_run_serves_the_demo_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    seen_by_git = status()
    first = made_to_run(tmp_path)
    rows = contents(tmp_path)
    second = made_to_run(tmp_path)
    assert contents(tmp_path) == rows
    assert rows["cohorts"]
    assert first != second
    assert status() == seen_by_git


def made_to_run(folder: Path) -> str:
    """Run it until it serves, look, stop it with Ctrl-C; the one-time sign-in link that it printed."""
    site = Installation(folder, ["make"])
    del site.environment["COHORTS_BASE_URL"], site.environment["COHORTS_ENVIRONMENT"]
    site.log.write_text("")
    make = site.start("run")
    try:
        site.wait_until(lambda: LINK.search(site.log.read_text()), "a sign-in link")
        link = LINK.findall(site.log.read_text())[-1]
        assert f"http://127.0.0.1:{site.port}/" in site.log.read_text()
        assert [site.get("/en/"), site.get("/fr/"), site.get(link)] == [200, 200, 200]
        os.killpg(make.pid, signal.SIGINT)
        make.wait(60)
        assert site.processes() == []
    finally:
        site.end()
    return link


def contents(folder: Path) -> dict[str, list[tuple]]:
    """The rows of the tables that a start must not change."""
    connection = sqlite3.connect(folder / "cohorts.sqlite3")
    try:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in KEPT}
    finally:
        connection.close()


def status() -> str:
    """What git sees in the working tree."""
    return subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True).stdout
