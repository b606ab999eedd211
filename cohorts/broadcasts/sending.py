"""How a broadcast goes out: it starts when it is due, and is written to the outbox in batches, by any worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, select

from cohorts.activity.actors import CLOCK
from cohorts.broadcasts import audiences, batches, broadcasts, recipients
from cohorts.broadcasts.emails import broadcast as email
from cohorts.broadcasts.models import CANCELLED, SCHEDULED, SENDING, SENT, Broadcast, BroadcastRecipient
from cohorts.broadcasts.recipients import ENDED, TWICE
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.messages import suppressions
from cohorts.registrations import informing
from cohorts.registrations.models import Registration

# Who did not notice for so long that it never went out would be surprised by it now.
TOO_LATE = timedelta(hours=48)

Chosen = Row[BroadcastRecipient, Registration]


_GOES_OUT = Broadcast.status == SENDING


def begin_due() -> int:
    """Start a broadcast whose time has come: find its recipients; 0 where there is none."""
    return _begin() if batches.waits(Broadcast, *_due(clock.now())) else 0


def write_some(size: int = batches.SIZE) -> int:
    """Write the next batch of a broadcast that goes out into the outbox; 0 when there is none, or others are at it."""
    return _write(size) if batches.waits(Broadcast, _GOES_OUT) else 0


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Broadcast.status == SCHEDULED, Broadcast.start_at <= now


@verb
def _begin() -> int:
    now = clock.now()
    found = batches.taken(Broadcast, *_due(now))
    if found is None:
        return 0
    found.version += 1
    if found.start_at is not None and found.start_at < now - TOO_LATE:
        found.status, found.finished_at = CANCELLED, now
        broadcasts.record("miss", found, by=CLOCK)
        return 1
    reached = recipients.resolve(found)
    found.status, found.started_at = SENDING, now
    broadcasts.record("start", found, by=CLOCK, values={"count": (None, reached)})
    return 1


@verb
def _write(size: int) -> int:
    found = batches.taken(Broadcast, _GOES_OUT)
    if found is None:
        return 0
    chosen = _batch(found, size)
    _write_to(found, chosen)
    if chosen:
        found.cursor = chosen[-1].BroadcastRecipient.id
    if len(chosen) < size:
        found.status, found.finished_at = SENT, clock.now()
        found.version += 1
    return 1


def _batch(broadcast: Broadcast, size: int) -> Sequence[Chosen]:
    query = (
        select(BroadcastRecipient, Registration)
        .join(Registration, Registration.id == BroadcastRecipient.registration_id)
        .where(BroadcastRecipient.broadcast_id == broadcast.id, BroadcastRecipient.skipped.is_(None))
        .where(BroadcastRecipient.id > broadcast.cursor)
        .order_by(BroadcastRecipient.id).limit(size)
    )  # fmt: skip
    return db.session.execute(query).all()


def _write_to(broadcast: Broadcast, chosen: Sequence[Chosen]) -> None:
    """Look at each again, as they are now, and write to those who may be written to."""
    letter = email.Letter(broadcast)
    hashes = {person.id: suppressions.hashed(person.email_key) for _, person in chosen}
    left = suppressions.left(broadcast.cohort.program_id, hashes.values())
    others = _elsewhere(broadcast, chosen, hashes)
    for recipient, person in chosen:
        recipient.skipped = _why_not(broadcast, person, has_left=hashes[person.id] in left)
        if recipient.address_hash != hashes[person.id] and recipient.skipped is None:
            recipient.skipped = TWICE if hashes[person.id] in others else None
            others.add(hashes[person.id])
            recipient.address_hash = hashes[person.id]
        if recipient.skipped is None:
            letter.write(person)


def _elsewhere(broadcast: Broadcast, chosen: Sequence[Chosen], hashes: dict[int, str]) -> set[str]:
    """Addresses that were corrected since, and are those of somebody who gets it too."""
    new = {hashes[person.id] for recipient, person in chosen if recipient.address_hash != hashes[person.id]}
    return recipients.taken(broadcast, new) if new else set()


def _why_not(broadcast: Broadcast, person: Registration, *, has_left: bool) -> str | None:
    if not person.is_active and not audiences.read(broadcast.audience).has_ended_ones:
        return ENDED
    return informing.why_not_now(informing.BROADCAST, person, broadcast.cohort, has_left=has_left)
