"""How things stand with the mail server, in one row that all workers share: held, away, refused, throttled."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import clock, tokens
from cohorts.core.database import Base, db, verb
from cohorts.mail import troubles, waiting
from cohorts.mail.models import FIRST_LANE, MailServer

ROW = 1
SUBJECT = ("mail_server", ROW)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
# Who probes and dies is followed by another one; connecting and one message take no longer.
ONE_PROBE = timedelta(minutes=3)
MINUTE = timedelta(minutes=1)
SETTINGS = ("MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_USE_TLS", "MAIL_USE_SSL",
            "MAIL_DEFAULT_SENDER")  # fmt: skip
_TABLE = Base.metadata.tables[MailServer.__tablename__]
_FIRST = {"id": ROW, "probes": 0, "given": 0}
_MADE = {
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(),
}


class Way(Enum):
    """Whether messages may go out."""

    OPEN = "yes"
    HELD = "no: somebody said so"
    SHUT = "no: the server is away, or refuses us"
    PROBE = "one, to see whether the server is back"


@dataclass(frozen=True)
class Standing:
    """What to tell people about the mail server; all None where all is well."""

    held_at: datetime | None = None
    down_since: datetime | None = None
    reason: str | None = None
    probe_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def trouble(self) -> str:
        """What `reason` means, where it is not the server's own words; else nothing."""
        return troubles.sentence(self.reason)


def standing() -> Standing:
    """How things stand; only reads."""
    row = db.session.execute(select(_TABLE)).one_or_none()
    return Standing(row.held_at, row.down_since, row.reason, row.probe_at, row.refused_at) if row else Standing()


def way() -> Way:
    """Whether messages may go out now; only reads."""
    row = db.session.execute(select(_TABLE)).one_or_none()
    found = _way(row)
    db.session.rollback()
    return found


@verb
def hold(*, by: Actor) -> None:
    """Let nothing go out until `release`. Done twice is done once."""
    row = locked()
    if row.held_at is None:
        row.held_at = clock.now()
        trail.record("hold", by=by, subject=SUBJECT)


@verb
def release(*, by: Actor) -> None:
    """Let messages go again, and look at once whether a server that was away or refused us is back."""
    row, now = locked(), clock.now()
    if row.held_at is None and row.down_since is None and row.refused_at is None:
        return
    since = min(each for each in (row.held_at, row.down_since, row.refused_at) if each is not None)
    if row.down_since is None and row.refused_at is None:
        waiting.give_time_back(now, now - since)
    else:
        row.down_since, row.probe_at, row.probes = since, now, 0
    row.held_at = row.refused_at = row.refused_settings = None
    trail.record("release", by=by, subject=SUBJECT)


@verb
def begin_probe() -> bool:
    """Be the one who looks whether the server is back; False where somebody else is."""
    row, now = locked(), clock.now()
    if _way(row) is not Way.PROBE:
        return False
    row.down_since = row.down_since or row.refused_at or now
    row.refused_at = row.refused_settings = None
    row.probe_at = now + ONE_PROBE
    return True


@verb
def is_away(reason: str, *, probed: bool) -> None:
    """Nothing goes out for a while: the server does not answer, or not properly."""
    row, now = locked(), clock.now()
    if row.down_since is None or probed:
        pause = min(FIRST_PAUSE * 2 ** min(row.probes, 10), LONGEST_PAUSE)
        row.probe_at = now + pause * random.uniform(0.8, 1.0)
        row.probes += 1
    row.down_since, row.reason = row.down_since or now, reason


@verb
def refuses(reason: str) -> None:
    """Nothing goes out until somebody has looked, or the settings are others."""
    row = locked()
    row.refused_at, row.refused_settings, row.reason = row.down_since or clock.now(), _settings(), reason
    row.down_since = row.probe_at = None


@verb
def is_back() -> None:
    """The server answers: what waited for it has lost no time."""
    row, now = locked(), clock.now()
    if row.down_since is not None:
        waiting.give_time_back(now, now - row.down_since)
    row.down_since = row.probe_at = row.reason = None
    row.probes = 0


def allowance(row: MailServer, lane: int, wanted: int) -> int:
    """How many messages may be claimed of the wanted; they count. Inside a verb that has locked the row."""
    most, now = int(current_app.config["MAIL_PER_MINUTE"]), clock.now()
    if not most:
        return wanted
    # A clock that jumped back ends the minute too.
    if row.minute_began_at is None or not row.minute_began_at <= now < row.minute_began_at + MINUTE:
        row.minute_began_at, row.given = now, 0
    # What is sent to many leaves a little for who registers meanwhile.
    share = most if lane == FIRST_LANE else most - most // 10
    granted = max(0, min(wanted, share - row.given))
    row.given += granted
    return granted


def give_back(unused: int) -> None:
    """Messages that were claimed and not handed over do not count; inside a verb."""
    if unused and current_app.config["MAIL_PER_MINUTE"]:
        row = locked()
        row.given = max(0, row.given - unused)


def may_claim(row: MailServer, *, probing: bool) -> bool:
    """Whether whoever claims may go on, under the row's lock."""
    return row.held_at is None and row.refused_at is None and (probing or row.down_since is None)


def locked() -> MailServer:
    """The row, locked; made where there is none. Inside a verb."""
    query = select(MailServer).with_for_update().execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        db.session.connection().execute(_MADE[db.engine.dialect.name], _FIRST)
        row = db.session.scalars(query).one()
    return row


def _way(row: Any) -> Way:
    if row is None:
        return Way.OPEN
    if row.held_at is not None:
        return Way.HELD
    if row.refused_at is not None:
        return Way.SHUT if row.refused_settings == _settings() else Way.PROBE
    if row.down_since is None:
        return Way.OPEN
    # Further away than any pause: the clock jumped back.
    ahead = row.probe_at - clock.now() if row.probe_at is not None else timedelta(0)
    return Way.SHUT if timedelta(0) < ahead <= LONGEST_PAUSE else Way.PROBE


def _settings() -> str:
    return tokens.keyed_hash("mail settings", *(str(current_app.config[name]) for name in SETTINGS))
