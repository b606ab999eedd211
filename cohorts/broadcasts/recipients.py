"""Who gets a broadcast: found when it starts, an address once; who is passed over, and why."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.broadcasts import audiences
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.models import Broadcast, BroadcastRecipient
from cohorts.core.database import Base, db
from cohorts.messages import suppressions
from cohorts.programs.models import Cohort
from cohorts.registrations import informing, states
from cohorts.registrations.models import Registration

# The address gets it for another registration; the registration ended after it had started.
TWICE, ENDED = "twice", "ended"
PAGE = 1000

# Whoever changes state meanwhile may be met twice.
_ROWS = Base.metadata.tables[BroadcastRecipient.__tablename__]
_INSERT = {
    "postgresql": postgresql.insert(_ROWS).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_ROWS).on_conflict_do_nothing(),
}


class Recipient(NamedTuple):
    """Somebody in the audience; `skipped`: why they are passed over."""

    registration_id: int
    language: str
    address_hash: str
    skipped: str | None


@dataclass
class Foreseen:
    """Who would get it now: how many by language, and an example of each; how many would not, by reason."""

    languages: Counter[str] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def reached(self) -> int:
        """How many would get it."""
        return self.languages.total()


def foreseen(cohort: Cohort, audience: Audience) -> Foreseen:
    """Who would get it if it started now."""
    found, taken = Foreseen(), set[str]()
    for page in _judged(cohort, audience, lambda hashes: taken & set(hashes)):
        for each in page:
            if each.skipped is None:
                taken.add(each.address_hash)
                found.languages[each.language] += 1
                found.examples.setdefault(each.language, each.registration_id)
            else:
                found.skipped[each.skipped] += 1
    return found


def resolve(broadcast: Broadcast) -> int:
    """Write down who gets it and who is passed over; how many get it. Part of the transaction that starts it."""
    reached = 0
    for page in _judged(broadcast.cohort, audiences.read(broadcast.audience), lambda hashes: taken(broadcast, hashes)):
        rows = [
            {"broadcast_id": broadcast.id, "registration_id": each.registration_id, "address_hash": each.address_hash,
             "skipped": each.skipped}
            for each in page
        ]  # fmt: skip
        db.session.connection().execute(_INSERT[db.engine.dialect.name], rows)
        reached += sum(each.skipped is None for each in page)
    return reached


def taken(broadcast: Broadcast, hashes: Collection[str]) -> set[str]:
    """Those of these addresses that get a broadcast already."""
    query = select(BroadcastRecipient.address_hash).where(
        BroadcastRecipient.broadcast_id == broadcast.id, BroadcastRecipient.skipped.is_(None),
        BroadcastRecipient.address_hash.in_(set(hashes)),
    )  # fmt: skip
    return set(db.session.scalars(query))


def _judged(
    cohort: Cohort, audience: Audience, taken: Callable[[Collection[str]], set[str]]
) -> Iterator[list[Recipient]]:
    for rows in _pages(cohort, audience):
        hashes = {row.id: suppressions.hashed(row.email_key) for row in rows}
        left, gets_it = suppressions.left(cohort.program_id, hashes.values()), taken(hashes.values())
        page = []
        for row in rows:
            reason = informing.why_not_now(informing.BROADCAST, row, cohort, has_left=hashes[row.id] in left)
            if reason is None and hashes[row.id] in gets_it:
                reason = TWICE
            if reason is None:
                gets_it.add(hashes[row.id])
            page.append(Recipient(row.id, row.language, hashes[row.id], reason))
        yield page


def _pages(cohort: Cohort, audience: Audience) -> Iterator[Sequence[Any]]:
    """The audience by and by; of an address with two registrations the active one comes first."""
    wanted = audiences.condition(cohort.id, audience)
    columns = (
        Registration.id, Registration.email_key, Registration.state, Registration.language,
        Registration.news_agreed_at, Registration.address_failed_at,
    )  # fmt: skip
    for among in (states.ACTIVE, states.ENDED):
        last = 0
        query = select(*columns).where(wanted, Registration.state.in_(sorted(among))).order_by(Registration.id)
        while rows := db.session.execute(query.where(Registration.id > last).limit(PAGE)).all():
            yield rows
            last = rows[-1].id
