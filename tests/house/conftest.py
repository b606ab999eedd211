"""Installations for tests with real processes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import SQLite
from tests.servers.processes import Installation


@pytest.fixture
def installation(sqlite: SQLite, tmp_path: Path) -> Iterator[Installation]:
    """A migrated installation on SQLite; nothing of it is left after the test."""
    shutil.copyfile(sqlite.template, tmp_path / "cohorts.sqlite3")
    installation = Installation(tmp_path)
    yield installation
    installation.end()
