"""A cohort's sessions."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from cohorts.core import clock, when
from cohorts.core.database import db
from cohorts.programs import schedule
from cohorts.programs.details import SessionDetails
from cohorts.programs.errors import EndsBeforeStart, NoSessions
from cohorts.programs.models import Cohort, CohortSession

PARTS = ("title", "starts_at", "ends_at", "place")


def span(sessions: Sequence[SessionDetails]) -> tuple[datetime, datetime]:
    """First start and last end. Raises NoSessions, EndsBeforeStart, UnlikelyYear."""
    if not sessions:
        raise NoSessions
    if any(session.ends_at <= session.starts_at for session in sessions):
        raise EndsBeforeStart
    starts, ends = min(s.starts_at for s in sessions), max(s.ends_at for s in sessions)
    schedule.refuse_unlikely(starts)
    schedule.refuse_unlikely(ends)
    return starts, ends


def replace(cohort: Cohort, wanted: Sequence[SessionDetails]) -> dict[str, tuple[Any, Any]]:
    """Make the cohort's sessions these; what changed, for the trail. Unchanged ones keep their revision.

    What is removed stays for the calendars that hold it, and does not come back: said again, it is a new one.
    """
    cohort.starts_at, cohort.ends_at = span(wanted)
    present = {session.id: session for session in cohort.sessions}
    before = [_said(session) for session in present.values()]
    kept = []
    for details in wanted:
        session = present.pop(details.id, None) if details.id is not None else None
        kept.append(_changed(session, details) if session else _new(details))
    for session in present.values():
        session.removed_at = clock.now()
        _grow(session)
    known = set(cohort.all_sessions)
    cohort.all_sessions.extend(session for session in kept if session not in known)
    after = sorted(_said(session) for session in kept)
    return {} if sorted(before) == after else {"sessions": ("; ".join(before), "; ".join(after))}


def grow(*cohorts: ColumnElement[bool]) -> None:
    """Let the revision of all sessions of these cohorts grow: what calendars show of each is another."""
    of_these = CohortSession.cohort_id.in_(select(Cohort.id).where(*cohorts))
    changes = {"revision": CohortSession.revision + 1, "changed_at": clock.now()}
    db.session.execute(update(CohortSession).where(of_these).values(changes))


def _new(details: SessionDetails) -> CohortSession:
    said = {name: getattr(details, name) for name in PARTS}
    return CohortSession(uid=secrets.token_hex(8), changed_at=clock.now(), **said)


def _changed(session: CohortSession, details: SessionDetails) -> CohortSession:
    changes = {name: getattr(details, name) for name in PARTS if getattr(session, name) != getattr(details, name)}
    for name, value in changes.items():
        setattr(session, name, value)
    if changes:
        _grow(session)
    return session


def _grow(session: CohortSession) -> None:
    # By the database: a change of the program's title may let them grow at the same time.
    session.revision = CohortSession.revision + 1
    session.changed_at = clock.now()


def _said(session: CohortSession) -> str:
    starts, ends = when.iso(session.starts_at), when.iso(session.ends_at)
    return " ".join([starts, "–", ends, *session.title.values(), *session.place.values()])
