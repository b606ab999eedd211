"""Reading broadcasts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from cohorts.broadcasts import broadcasts
from cohorts.broadcasts.models import SCHEDULED, SENDING, SENT, Broadcast, BroadcastRecipient
from cohorts.core import clock
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.paging import Page, paged
from cohorts.mail import queries as mails
from cohorts.mail.models import WAITING


@dataclass
class Progress:
    """How far a broadcast has come: its recipients, those of them who were passed over, its messages by state."""

    recipients: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    messages: Counter[str] = field(default_factory=Counter)
    # Of those that wait: how many the mail server was not asked to take yet. The others are tried again.
    untried: int = 0

    @property
    def passed_over(self) -> int:
        """How many do not get it."""
        return sum(self.skipped.values())

    @property
    def written(self) -> int:
        """How many messages stand in the outbox, whatever became of them."""
        return self.messages.total()

    @property
    def accepted(self) -> int:
        """How many the mail server took, those among them that came back later."""
        return self.messages["accepted"] + self.messages["bounced"]

    @property
    def waiting(self) -> int:
        """How many wait to be sent."""
        return sum(self.messages[state] for state in WAITING)

    @property
    def unwritten(self) -> int:
        """How many are still to be written."""
        return self.recipients - self.written


def by_id(cohort_id: int, broadcast_id: int) -> Broadcast:
    """A broadcast of a cohort; raises Missing."""
    found = db.session.get(Broadcast, broadcast_id)
    if found is None or found.cohort_id != cohort_id:
        raise Missing
    return found


def of_cohort(cohort_id: int) -> Sequence[Broadcast]:
    """All broadcasts of a cohort, newest first."""
    query = select(Broadcast).where(Broadcast.cohort_id == cohort_id).order_by(Broadcast.id.desc())
    return list(db.session.scalars(query))


def by_ids(ids: Collection[int]) -> dict[int, Broadcast]:
    """These broadcasts, by their ids."""
    return {found.id: found for found in db.session.scalars(select(Broadcast).where(Broadcast.id.in_(ids)))}


def progress(ids: Collection[int]) -> dict[int, Progress]:
    """How far these have come, by id; three statements."""
    found = {number: Progress() for number in ids}
    counted = select(BroadcastRecipient.broadcast_id, BroadcastRecipient.skipped, func.count())
    counted = counted.where(BroadcastRecipient.broadcast_id.in_(found)).group_by(
        BroadcastRecipient.broadcast_id, BroadcastRecipient.skipped
    )
    for number, reason, count in db.session.execute(counted):
        if reason is None:
            found[number].recipients = count
        else:
            found[number].skipped[reason] = count
    for number, sent in of_batches({broadcasts.batch(number): number for number in found}).items():
        found[number].messages, found[number].untried = sent.messages, sent.untried
    return found


def of_batches(batches: Mapping[str, int]) -> dict[int, Progress]:
    """How far the messages of these batches have come, by what each is the batch of; two statements, none for none."""
    if not batches:
        return {}
    untried = mails.untried(batches)
    return {
        batches[name]: Progress(recipients=states.total(), messages=states, untried=untried.get(name, 0))
        for name, states in mails.by_batch(batches).items()
    }


def is_going_out(broadcast: Broadcast, progress: Progress) -> bool:
    """Whether it is on its way: whom the mail server takes nothing for yet is tried again without holding it up."""
    starts = broadcast.status == SCHEDULED and broadcast.start_at is not None and broadcast.start_at <= clock.now()
    return starts or broadcast.status == SENDING or (broadcast.status == SENT and progress.untried > 0)


def may_be_stopped(broadcast: Broadcast, progress: Progress) -> bool:
    """Whether there is anything left to call off or to stop."""
    return broadcast.status in (SCHEDULED, SENDING) or (broadcast.status == SENT and progress.waiting > 0)


def skipped(broadcast_id: int, number: int) -> Page[BroadcastRecipient]:
    """A page of those who were passed over, each with why."""
    query = (
        select(BroadcastRecipient).where(BroadcastRecipient.broadcast_id == broadcast_id)
        .where(BroadcastRecipient.skipped.is_not(None)).order_by(BroadcastRecipient.id)
    )  # fmt: skip
    return paged(query, number)
