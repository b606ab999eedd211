"""Which errors of a database pass when the whole verb runs again: told by code, not by class."""

import sqlite3

from sqlalchemy.exc import DBAPIError

PASSING_STATES = {"40001", "40P01", "55P03", "25006"}
PASSING_CLASSES = ("08", "57P0")


def may_pass(error: DBAPIError) -> bool:
    """Whether running the verb again on a fresh connection can succeed."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or _refused(cause)
    return state in PASSING_STATES or state.startswith(PASSING_CLASSES)


def _refused(cause: BaseException | None) -> bool:
    # psycopg gives no state when the server could not be reached or went away in the middle.
    return type(cause).__name__ in ("OperationalError", "ConnectionTimeout")
