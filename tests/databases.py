"""The two kinds of database that tests run on, and how each is made empty fast."""

import shutil
from pathlib import Path
from typing import Protocol

import psycopg
from flask_migrate import upgrade

from cohorts import create_app
from cohorts.core.database import db
from cohorts.settings import Settings

FULL_OF_DELETED = 256 * 1024


class Database(Protocol):
    """A kind of database."""

    def empty(self, folder: Path) -> str:
        """The address of an empty, migrated database; `folder` is the test's own."""


class SQLite:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite3"
        migrate(f"sqlite:///{self.template}", folder)

    def empty(self, folder: Path) -> str:
        copy = folder / "cohorts.sqlite3"
        shutil.copyfile(self.template, copy)
        return f"sqlite:///{copy}"


class PostgreSQL:
    """One migrated database, emptied before each test that asks for it.

    Its rows are deleted: to truncate the tables is to make 200 files anew, which takes longer than most tests.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        migrate(address, Path.cwd())
        self.connection = psycopg.connect(address, autocommit=True)
        rows = self.connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self.tables = sorted(f'"{name}"' for (name,) in rows if name != "alembic_version")

    def empty(self, folder: Path) -> str:
        try:
            self._empty()
        except psycopg.OperationalError:
            # A test cut all connections, this one too.
            self.connection.close()
            self.connection = psycopg.connect(self.address, autocommit=True)
            self._empty()
        return self.address

    def _empty(self) -> None:
        execute = self.connection.execute
        with self.connection.transaction():
            execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            # Whoever still writes is waited for.
            execute(f"LOCK TABLE {', '.join(self.tables)} IN ACCESS EXCLUSIVE MODE")
            if self._largest() > FULL_OF_DELETED:
                execute(f"TRUNCATE {', '.join(self.tables)} RESTART IDENTITY CASCADE")
            else:
                # No table minds what another refers to, no trigger runs.
                execute("SET LOCAL session_replication_role = replica")
                execute("; ".join(f"DELETE FROM {table}" for table in self.tables))
                execute(
                    "SELECT setval(quote_ident(sequencename)::regclass, start_value, false)"
                    " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
                )

    def close(self) -> None:
        """Leave the database."""
        self.connection.close()

    def _largest(self) -> int:
        tables = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        found = self.connection.execute(f"SELECT max(pg_relation_size(oid)) {tables}").fetchone()
        assert found is not None
        return found[0]


def migrate(address: str, folder: Path) -> None:
    """Bring the database at `address` to the newest schema."""
    settings = Settings(environment="testing", secret_key="x" * 40, database_url=address, instance=str(folder))
    app = create_app(settings, patient=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()
