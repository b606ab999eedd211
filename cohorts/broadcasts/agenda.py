"""What a cohort's people are written, all in one: broadcasts, reminders and thanks, notices of a change."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from cohorts.broadcasts import due, notices, queries, schedules
from cohorts.broadcasts.models import DRAFT, DROPPED, OPEN, SCHEDULED, SENDING, Broadcast, Notice, Schedule
from cohorts.broadcasts.queries import Progress
from cohorts.core.database import db
from cohorts.programs.models import Cohort

COMING, GOING, GONE = "coming", "going", "gone"


class Item(NamedTuple):
    """A message to many: what it is, whether it is coming, when it goes out or did, how far it has come."""

    about: Broadcast | Schedule | Notice
    phase: str
    at: datetime
    progress: Progress


class Agenda(NamedTuple):
    """`coming`: what goes out at this moment, then what is to, the first first. The rest: the last first."""

    coming: list[Item]
    drafts: list[Item]
    gone: list[Item]


def of_cohort(cohort: Cohort) -> Agenda:
    """All of a cohort; nine statements, however many there are."""
    found = sorted([*_broadcasts(cohort), *_schedules(cohort), *_notices(cohort)], key=lambda item: item.at)
    coming = [item for phase in (GOING, COMING) for item in found if item.phase == phase]
    drafts = [item for item in reversed(found) if item.phase == DRAFT]
    return Agenda(coming, drafts, [item for item in reversed(found) if item.phase == GONE])


def _broadcasts(cohort: Cohort) -> Iterator[Item]:
    found = queries.of_cohort(cohort.id)
    progress = queries.progress([each.id for each in found])
    for each in found:
        phase = {DRAFT: DRAFT, SCHEDULED: COMING}.get(each.status, GONE)
        if queries.is_going_out(each, progress[each.id]):
            phase = GOING
        at = each.started_at or each.finished_at or each.start_at or each.created_at
        yield Item(each, phase, at, progress[each.id])


def _schedules(cohort: Cohort) -> Iterator[Item]:
    found = [(each, schedules.standing(each)) for each in schedules.of_cohort(cohort.id)]
    phases = {due.SENDING: GOING, due.SENT: GONE, due.STOPPED: GONE}
    if cohort.status in ("draft", "published"):
        phases |= {due.AHEAD: COMING, due.DUE: COMING}
    progress = queries.of_batches({schedules.batch_of(each.id): each.id for each, _standing in found})
    for each, standing in found:
        if standing in phases:
            yield _item(each, phases[standing], each.fired_at or schedules.due_at(each), progress[each.id])


def _notices(cohort: Cohort) -> Iterator[Item]:
    query = select(Notice).where(Notice.cohort_id == cohort.id, Notice.status != DROPPED)
    found = list(db.session.scalars(query))
    progress = queries.of_batches({notices.batch_of(each.id): each.id for each in found})
    for each in found:
        if each.status != OPEN or notices.may_be_told(cohort):
            phase = {OPEN: COMING, SENDING: GOING}.get(each.status, GONE)
            yield _item(each, phase, each.finished_at or each.due_at, progress[each.id])


def _item(about: Schedule | Notice, phase: str, at: datetime, progress: Progress) -> Item:
    return Item(about, GOING if phase == GONE and progress.untried else phase, at, progress)
