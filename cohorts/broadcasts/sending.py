"""How a broadcast goes out: it starts when it is due, and is written to the outbox in batches, by any worker."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, select

from cohorts.activity.actors import CLOCK
from cohorts.broadcasts import audiences, broadcasts, recipients
from cohorts.broadcasts.broadcasts import CANCELLED, SCHEDULED, SENDING, SENT
from cohorts.broadcasts.emails import broadcast as email
from cohorts.broadcasts.models import Broadcast, BroadcastRecipient
from cohorts.broadcasts.recipients import ENDED, TWICE
from cohorts.core import clock
from cohorts.core.database import db, verb
from cohorts.messages import suppressions
from cohorts.registrations import informing
from cohorts.registrations.models import Registration

BATCH = 100
# Who did not notice for so long that it never went out would be surprised by it now.
TOO_LATE = timedelta(hours=48)

Chosen = Row[BroadcastRecipient, Registration]


def begin_due() -> int:
    """Start a broadcast whose time has come: find its recipients; 0 where there is none."""
    return _begin() if _any((Broadcast.status == SCHEDULED) & (Broadcast.start_at <= clock.now())) else 0


def write_some(batch: int = BATCH) -> int:
    """Write the next batch of a broadcast that goes out into the outbox; 0 when there is none, or others are at it."""
    return _write(batch) if _any(Broadcast.status == SENDING) else 0


def _any(condition: ColumnElement[bool]) -> bool:
    # Nothing is locked to find that there is nothing to do.
    found = db.session.scalar(select(Broadcast.id).where(condition).limit(1))
    db.session.rollback()
    return found is not None


@verb
def _begin() -> int:
    now = clock.now()
    found = _next((Broadcast.status == SCHEDULED) & (Broadcast.start_at <= now))
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
def _write(batch: int) -> int:
    found = _next(Broadcast.status == SENDING)
    if found is None:
        return 0
    chosen = _batch(found, batch)
    _write_to(found, chosen)
    if chosen:
        found.cursor = chosen[-1].BroadcastRecipient.id
    if len(chosen) < batch:
        found.status, found.finished_at = SENT, clock.now()
        found.version += 1
    return 1


def _next(condition: ColumnElement[bool]) -> Broadcast | None:
    # Several workers: each takes another one, or none.
    query = select(Broadcast).where(condition).order_by(Broadcast.id).limit(1)
    return db.session.scalar(query.with_for_update(of=Broadcast, skip_locked=True))


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
    nature = informing.nature_now(informing.BROADCAST, person.state, broadcast.cohort)
    return informing.why_not(
        informing.BROADCAST, nature, has_left=has_left, agreed_to_news=person.news_agreed_at is not None,
        address_failed=person.address_failed_at is not None,
    )  # fmt: skip
