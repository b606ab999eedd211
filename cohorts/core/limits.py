"""How often one address or account may do a thing: counted in the database, so that all workers share it."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from cohorts.core import clock
from cohorts.core.columns import Instant
from cohorts.core.database import Base, db, verb
from cohorts.core.errors import Refusal
from cohorts.core.tokens import keyed_hash


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


@verb
def hit(what: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one try of `who`; raises TooMany beyond `limit` in a window of `seconds`."""
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    now, key = clock.now(), keyed_hash("limit", what, who)
    row = db.session.scalar(select(Attempts).where(Attempts.key == key).with_for_update())
    if row is None:
        db.session.execute(delete(Attempts).where(Attempts.window_ends < now))
        db.session.add(Attempts(key=key, window_ends=now + timedelta(seconds=seconds), count=1))
        return
    if row.window_ends <= now:
        row.window_ends, row.count = now + timedelta(seconds=seconds), 0
    if row.count >= limit:
        raise TooMany
    row.count += 1
