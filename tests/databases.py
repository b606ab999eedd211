"""The two kinds of database that tests run on, and how each is made empty fast."""

import shutil
from pathlib import Path
from typing import Protocol

import psycopg
from flask_migrate import upgrade

from cohorts import create_app
from cohorts.core.database import db
from cohorts.settings import Settings


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
    """One migrated database, emptied before each test that asks for it."""

    def __init__(self, address: str) -> None:
        self.address = address
        migrate(address, Path.cwd())
        with psycopg.connect(address) as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self.tables = sorted(name for (name,) in rows if name != "alembic_version")

    def empty(self, folder: Path) -> str:
        names = ", ".join(f'"{name}"' for name in self.tables)
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        return self.address


def migrate(address: str, folder: Path) -> None:
    """Bring the database at `address` to the newest schema."""
    settings = Settings(environment="testing", secret_key="x" * 40, database_url=address, instance=str(folder))
    app = create_app(settings, patient=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()
