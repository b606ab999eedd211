"""How things stand with messages, in lines for a terminal."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cohorts.core import clock, heartbeats
from cohorts.mail import queries, servers
from cohorts.mail.models import BULK_LANE, FIRST_LANE
from cohorts.mail.servers import Standing


def lines() -> Iterator[str]:
    """What waits, what did not go out, and whether anything goes out at all."""
    waiting, counts = queries.waiting(), queries.counts()
    yield f"Waiting: {waiting.get(FIRST_LANE, 0)} to one person each, {waiting.get(BULK_LANE, 0)} to many"
    if (oldest := queries.oldest_waiting()) is not None:
        yield f"The oldest has waited {_age(clock.now() - oldest)}, since {_time(oldest)}"
    yield f"Held because they are old: {counts['held']}. Failed: {counts['failed']}. Came back: {counts['bounced']}"
    yield from _server(servers.standing())
    if (gap := heartbeats.gap()) is not None and not gap.clock_went_back:
        yield f"No worker went round from {_time(gap.began)} to {_time(gap.ended)}"


def _server(standing: Standing) -> Iterator[str]:
    if not queries.is_set_up():
        yield "Mail server: none is set. Set COHORTS_MAIL_SERVER"
    elif standing.refused_at is not None:
        yield f"Mail server: refuses us since {_time(standing.refused_at)}: {standing.reason}"
        yield "Nothing goes out until the settings are others, or after `cohorts mail release`"
    elif standing.down_since is not None:
        looked = f"; somebody looks again at {_time(standing.probe_at)}" if standing.probe_at is not None else ""
        yield f"Mail server: away since {_time(standing.down_since)}{looked}: {standing.reason}"
    else:
        yield "Mail server: well, as far as we know"
    if standing.held_at is not None:
        yield f"On hold since {_time(standing.held_at)}: nothing goes out until `cohorts mail release`"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _age(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
