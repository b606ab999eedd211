"""Verbs are called inside an application context, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import event

from cohorts.core.database import db
from tests.factories.programs import an_institution


@pytest.fixture
def institution(context):
    """An application context with an institution."""
    an_institution()


@pytest.fixture
def statements(context) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the SQL statements inside a `with` block."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield seen
        event.remove(db.engine, "before_cursor_execute", note)

    return collect
