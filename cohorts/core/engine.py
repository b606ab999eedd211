"""How we speak to SQLite and PostgreSQL: options of the engine, and what each connection is told."""

import sqlite3
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from cohorts.core import turns
from cohorts.core.database import db

PAGE_SECONDS, PATIENT_SECONDS = 4, 15
# A traceback in the log tells what failed, not whose data it was.
QUIET = {"hide_parameters": True}
WAL_SAFE = {(3, 44): 6, (3, 50): 7, (3, 51): 3}


def options(url: str, *, patient: bool) -> dict[str, Any]:
    """The engine's options for this database; `patient` for the worker and the command line."""
    if url.startswith("sqlite"):
        return {**QUIET, "connect_args": {"timeout": PATIENT_SECONDS if patient else PAGE_SECONDS}}
    limit = "" if patient else " -c statement_timeout=10s"
    return {
        **QUIET,
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 24,
        "connect_args": {
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "options": f"-c lock_timeout=3s -c idle_in_transaction_session_timeout=10s{limit} -c timezone=UTC",
        },
    }


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the fix of the WAL-reset race (3.44.6, 3.50.7, 3.51.3 and later)."""
    line, patch = (version[0], version[1]), version[2]
    return line > (3, 51) or patch >= WAL_SAFE.get(line, 1_000)


def init(app: Flask) -> None:
    """Tell every connection of this app's engine what we rely on."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        for ending in ("checkin", "invalidate", "close"):
            event.listen(engine, ending, turns.end)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by us: the driver's own rules would begin too late.
    connection.isolation_level = None
    journal = "WAL" if wal_is_safe() else "DELETE"
    for pragma in (f"journal_mode={journal}", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    if writes:
        turns.take(connection, PAGE_SECONDS)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def journal(engine: Engine) -> str:
    """The journal that SQLite uses (`wal`, `delete`), for `doctor`."""
    with engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
