"""Verbs: one transaction, joined by inner verbs, run again where the database asks for it."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text

from cohorts.accounts.models import User
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.core.errors import Busy


@verb
def make(email: str, *, fail: bool = False) -> None:
    user = User(email=email, email_key=email, name="", language="en", is_admin=False, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    if fail:
        raise LookupError


@verb
def make_two(*, fail: bool = False) -> None:
    make("ana@example.ca")
    make("bo@example.ca", fail=fail)


def emails() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(User.email).order_by(User.email)))


def test_the_outermost_verb_commits_for_all(context):
    make_two()
    assert emails() == ["ana@example.ca", "bo@example.ca"]


def test_a_failure_in_the_last_part_leaves_nothing_of_the_first(context):
    with pytest.raises(LookupError):
        make_two(fail=True)
    assert emails() == []


def hold(app: Flask, held: threading.Event, let_go: threading.Event) -> None:
    """Keep the table locked from another connection until told to let go."""
    lock = "LOCK TABLE users" if db_kind(app) == "postgresql" else "DELETE FROM users WHERE id = 0"
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text(lock))
        held.set()
        let_go.wait()


def db_kind(app: Flask) -> str:
    with app.app_context():
        return db.engine.dialect.name


@pytest.fixture
def locked(app):
    held, let_go = threading.Event(), threading.Event()
    other = threading.Thread(target=hold, args=(app, held, let_go))
    other.start()
    held.wait()
    yield let_go
    let_go.set()
    other.join()


def test_a_verb_waits_its_turn_and_runs_again(app, locked):
    timer = threading.Timer(3.5, locked.set)
    timer.start()
    with app.app_context():
        make("ana@example.ca")
        assert emails() == ["ana@example.ca"]
    timer.join()


def test_after_its_patience_a_verb_says_that_the_site_is_busy(app, locked):
    app.config["PATIENCE"] = 0.0
    with app.app_context(), pytest.raises(Busy):
        make("ana@example.ca")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_killed_connection_is_not_noticed_by_the_caller(app):
    killed = []

    @verb
    def make_after_a_kill() -> None:
        if not killed:
            killed.append(True)
            own = db.session.scalar(text("SELECT pg_backend_pid()"))
            with db.engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        make("ana@example.ca")

    with app.app_context():
        make_after_a_kill()
        assert emails() == ["ana@example.ca"]
