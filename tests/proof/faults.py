"""Faults: errors as a database gives them, at a statement, at COMMIT, or in place of the answer to COMMIT."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from cohorts.core.database import db


class Killed(BaseException):
    """Where a process ends in the middle of its work."""


def final() -> Exception:
    """An error that running again cannot mend: the disk is full."""
    return _of_sqlite("database or disk is full", sqlite3.SQLITE_FULL) if _is_sqlite() else errors.DiskFull("full")


def passing() -> Exception:
    """An error that passes when the whole verb runs again: another writer was in the way."""
    return _of_sqlite("database is locked", sqlite3.SQLITE_BUSY) if _is_sqlite() else errors.DeadlockDetected("lock")


@contextmanager
def after_statement(number: int, error: Exception) -> Iterator[list[str]]:
    """Fail once, right after this statement of verbs, counted from 1; collects those that were run."""
    seen: list[str] = []

    def count(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if not connection.get_execution_options().get("writes"):
            return
        seen.append(statement)
        if len(seen) == number:
            raise error

    with _listening(db.engine, "after_cursor_execute", count):
        yield seen


@contextmanager
def at_commit(error: Exception, *, is_done: bool) -> Iterator[None]:
    """Fail once, in place of COMMIT; or after it, when it `is_done`: then only its answer is lost."""
    failed: list[bool] = []

    def fail(connection: Connection) -> None:
        if failed or not connection.get_execution_options().get("writes"):
            return
        failed.append(True)
        if is_done:
            connection.exec_driver_sql("COMMIT")
        raise OperationalError("COMMIT", {}, error)

    with _listening(db.engine, "commit", fail):
        yield


@contextmanager
def dying(number: int, *, of: str = "") -> Iterator[None]:
    """As a process that is killed right after this statement of verbs, counted from 1, of those with such words.

    From then on nothing of it reaches the database, whichever of its threads wants to say it.
    """
    seen: list[str] = []

    def is_dead(*_said: object) -> None:
        if len(seen) >= number:
            raise Killed

    def count(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if connection.get_execution_options().get("writes") and of in statement:
            seen.append(statement)

    with (
        _listening(db.engine, "before_cursor_execute", is_dead),
        _listening(db.engine, "after_cursor_execute", count),
        _listening(db.engine, "commit", is_dead),
    ):
        yield


@contextmanager
def _listening(target: object, name: str, function: object) -> Iterator[None]:
    event.listen(target, name, function)
    try:
        yield
    finally:
        event.remove(target, name, function)


def _of_sqlite(text: str, code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
