"""Fixtures of all tests. `app` runs a test twice: on SQLite and on a real PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from cohorts.core.database import db
from cohorts.settings import Settings
from tests.apps import Apps
from tests.databases import Database, PostgreSQL, SQLite
from tests.servers import postgresql
from tests.servers.smtp import Mailbox, Server

HOME = "COHORTS_TEST_HOME"
SECRET = "testing-only-known-to-everybody-0123456789-abcdef"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of this run, that its processes share, and remember what is put back after it."""
    if not hasattr(config, "workerinput"):
        home = Path(tempfile.mkdtemp(prefix="cohorts-test-"))
        os.environ[HOME] = str(home)
        config.stash[MODES] = postgresql.prefix_modes(home)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers of this run and remove its folder."""
    modes = config.stash.get(MODES, None)
    if modes is not None:
        home = Path(os.environ.pop(HOME))
        try:
            postgresql.stop(home)
        finally:
            postgresql.put_back(modes)
            shutil.rmtree(home)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, then those with processes of their own, then those in a browser."""
    items.sort(key=lambda item: ("browser" in item.keywords, "house" in item.nodeid.split("/")))


MODES: pytest.StashKey[dict[Path, int]] = pytest.StashKey()


@pytest.fixture(scope="session")
def home() -> Path:
    """The folder of this run."""
    return Path(os.environ[HOME])


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """SQLite: a migrated file to copy."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(home: Path, worker_id: str) -> Iterator[PostgreSQL]:
    """PostgreSQL: a migrated database of this process."""
    with closing(PostgreSQL(postgresql.create(postgresql.start(home), f"cohorts_{worker_id}"))) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty, migrated database; the test runs on each kind."""
    return request.getfixturevalue("sqlite" if request.param == "sqlite" else "postgres")


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Settings of a test; `dataclasses.replace` changes one."""
    return Settings(
        environment="testing",
        secret_key=SECRET,
        database_url=database.empty(tmp_path),
        instance=str(tmp_path),
        base_url="http://localhost",
        mail_sender="cohorts@example.org",
    )


@pytest.fixture(scope="session")
def apps() -> Apps:
    """The applications of this process."""
    return Apps()


@pytest.fixture
def app(settings: Settings, apps: Apps) -> Iterator[Flask]:
    """The application on an empty database. It holds no context: enter `app.app_context()` around verbs."""
    app = apps.on(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context for tests that call verbs and make no requests."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def smtp() -> Iterator[Server]:
    """A running mail server; `smtp.mailbox` holds what it accepted."""
    server = Server(Mailbox())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the SQL statements inside a `with` block."""
    with app.app_context():
        engine = db.engine

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return collect
