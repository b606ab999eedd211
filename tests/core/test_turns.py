"""Turns: writers of SQLite are let in as they came, and nobody waits for a turn for ever."""

import threading
from contextlib import contextmanager

import pytest

from cohorts.core import turns
from cohorts.core.database import db

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@contextmanager
def writing(app):
    """A connection that writes, from BEGIN to the end."""
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("DELETE FROM users WHERE id = 0")
        yield connection


@on_sqlite
def test_one_writes_and_the_other_waits_until_its_turn(app):
    entered, order = threading.Event(), []

    def other():
        entered.set()
        with writing(app):
            order.append("other")

    thread = threading.Thread(target=other)
    with writing(app) as connection:
        thread.start()
        entered.wait()
        order.append("first")
        connection.commit()
    thread.join()
    assert order == ["first", "other"]


@on_sqlite
def test_a_turn_ends_with_its_connection_whatever_happened_in_it(app):
    for _ in range(3):
        with pytest.raises(LookupError), writing(app):
            raise LookupError
    with writing(app) as connection:
        assert turns.TURN in connection.info


def test_who_waits_too_long_goes_on_and_leaves_the_queue_behind(tmp_path):
    path = str(tmp_path / "turn")
    first = turns.Turn(path, 1)
    late = turns.Turn(path, 0.01)
    assert (first.is_mine, late.is_mine) == (True, False)
    late.end()
    first.end()
    third = turns.Turn(path, 10)
    assert third.is_mine
    third.end()
