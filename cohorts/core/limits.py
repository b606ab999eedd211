"""How often one address or account may do a thing: counted in the database, so that all workers share it."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core import clock
from cohorts.core.columns import Instant
from cohorts.core.database import Base, db, verb
from cohorts.core.errors import Refusal
from cohorts.core.tokens import keyed_hash

FORGET_AT_ONCE = 500


class TooMany(Refusal):
    """This address has asked too often."""

    status = 429
    sentence = _l("Too many tries. Wait a few minutes, then try again.")


class Attempts(Base):
    """A count in a window of time; the key is hashed, so nobody can be read from it."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_ends: Mapped[datetime] = mapped_column(Instant, index=True)
    count: Mapped[int]


def _count(insert: Any) -> Any:
    table = Base.metadata.tables[Attempts.__tablename__]
    first = insert(table).values(key=bindparam("key"), window_ends=bindparam("ends"), count=1)
    fresh = table.c.window_ends <= bindparam("now", type_=Instant)
    counted = first.on_conflict_do_update(
        index_elements=[table.c.key],
        set_={
            "count": case((fresh, 1), else_=table.c.count + 1),
            "window_ends": case((fresh, first.excluded.window_ends), else_=table.c.window_ends),
        },
    )
    return counted.returning(table.c.count)


_COUNTED = {"postgresql": _count(postgresql.insert), "sqlite": _count(sqlite.insert)}


@verb
def hit(what: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one try of `who`; raises TooMany beyond `limit` in a window of `seconds`.

    Inside another verb a refusal undoes that verb, and with it its own last count.
    """
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    now = clock.now()
    values = {"key": keyed_hash("limit", what, who), "ends": now + timedelta(seconds=seconds), "now": now}
    counted = db.session.connection().execute(_COUNTED[db.engine.dialect.name], values)
    if counted.scalar_one() > limit:
        raise TooMany


def forget() -> int:
    """Drop the counts whose window ended more than an hour ago; how many. Writes only where there are some."""
    old = Attempts.window_ends < clock.now() - timedelta(hours=1)
    found = list(db.session.scalars(select(Attempts.key).where(old).limit(FORGET_AT_ONCE)))
    db.session.rollback()
    if found:
        _drop(found)
    return len(found)


@verb
def _drop(keys: list[str]) -> None:
    db.session.execute(delete(Attempts).where(Attempts.key.in_(keys)))
