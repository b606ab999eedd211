"""The statements of one `register()`, recorded, and sent again with fresh values as bare SQL through psycopg."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event

from cohorts.core.database import db

UNIQUE = {"key", "address", "email_key", "reference", "cause"}
LOCK, COUNT = "FOR UPDATE", "UPDATE seats"


@dataclass(frozen=True)
class Statement:
    """What was sent, with its values."""

    text: str
    values: dict[str, Any]


def recorded(app: Flask, act: Callable[[], object]) -> tuple[Statement, ...]:
    """All that an act sends, in order, without BEGIN and COMMIT."""
    found: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, values: dict[str, Any], *_rest: object) -> None:
        found.append(Statement(text, dict(values)))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
    return tuple(found)


class Replay:
    """Sends the same statements again and again, each time as somebody new."""

    def __init__(self, connection: psycopg.Connection, statements: Sequence[Statement]) -> None:
        self.connection, self.statements = connection, statements

    def __call__(self) -> None:
        """One registration in bare SQL, committed."""
        known: dict[str, Any] = {}
        fresh = secrets.token_hex(16)
        with self.connection.transaction():
            for each in self.statements:
                self._send(each, known, fresh)

    def _send(self, statement: Statement, known: dict[str, Any], fresh: str) -> None:
        cursor = self.connection.execute(statement.text, self._values(statement, known, fresh))
        names = [column.name for column in cursor.description or []]
        rows = cursor.fetchall() if names else []
        if LOCK in statement.text:
            known.update(dict(zip(names, rows[0], strict=True)))
        elif statement.text.startswith("INSERT INTO registrations"):
            known["subject_id"] = rows[0][0]
        elif statement.text.startswith("INSERT INTO activities"):
            known["activity_id"] = rows[0][0]

    def _values(self, statement: Statement, known: dict[str, Any], fresh: str) -> dict[str, Any]:
        if statement.text.startswith(COUNT):
            counted = {name: known[name] + 1 for name in ("taken", "waiting", "next_place") if name in statement.values}
            return {**statement.values, **counted}
        return {name: self._value(name, value, known, fresh) for name, value in statement.values.items()}

    def _value(self, name: str, value: Any, known: dict[str, Any], fresh: str) -> Any:
        if name in ("subject_id", "activity_id", "activity_id__0"):
            return known[name.removesuffix("__0")]
        return fresh if name in UNIQUE and value is not None else value
