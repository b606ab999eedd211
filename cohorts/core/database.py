"""The database: models' base, and verbs, the only functions that write."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from cohorts.core import outages
from cohorts.core.errors import Busy

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5

P = ParamSpec("P")
R = TypeVar("R")


class Base(DeclarativeBase):
    """Parent of all models."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function one transaction: the outermost verb begins and commits, inner ones join.

    Where the database asks for it, the whole function runs again on a fresh connection; after the
    patience of this process (the app's PATIENCE, in seconds) it raises Busy.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if db.session.info.get("verb"):
            return function(*args, **kwargs)
        return _retried(lambda: function(*args, **kwargs))

    return run


def _retried(function: Callable[[], R]) -> R:
    give_up, pause = time.monotonic() + current_app.config["PATIENCE"], FIRST_PAUSE
    while True:
        try:
            return _once(function)
        except DBAPIError as error:
            if not outages.may_pass(error):
                raise
            if time.monotonic() + pause > give_up:
                raise Busy from error
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _once(function: Callable[[], R]) -> R:
    session = db.session
    session.rollback()
    session.info["verb"] = True
    try:
        session.connection(execution_options={"writes": True})
        result = function()
        session.commit()
        return result
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("verb", None)


def add(row: Any) -> None:
    """Add a row and send it, so that its key and its constraints are known now."""
    db.session.add(row)
    db.session.flush()
