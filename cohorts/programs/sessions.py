"""A cohort's sessions."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cohorts.core import when
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
    """Make the cohort's sessions these; what changed, for the trail. Unchanged ones keep their revision."""
    cohort.starts_at, cohort.ends_at = span(wanted)
    present = {session.id: session for session in cohort.sessions}
    before = [_said(session) for session in cohort.sessions]
    kept = []
    for details in wanted:
        session = present.get(details.id) if details.id is not None else None
        kept.append(_changed(session, details) if session else _new(details))
    cohort.sessions = kept
    after = sorted(_said(session) for session in kept)
    return {} if sorted(before) == after else {"sessions": ("; ".join(before), "; ".join(after))}


def _new(details: SessionDetails) -> CohortSession:
    return CohortSession(uid=secrets.token_hex(8), **{name: getattr(details, name) for name in PARTS})


def _changed(session: CohortSession, details: SessionDetails) -> CohortSession:
    changes = {name: getattr(details, name) for name in PARTS if getattr(session, name) != getattr(details, name)}
    for name, value in changes.items():
        setattr(session, name, value)
    session.revision += bool(changes)
    return session


def _said(session: CohortSession) -> str:
    starts, ends = when.iso(session.starts_at), when.iso(session.ends_at)
    return " ".join([starts, "–", ends, *session.title.values(), *session.place.values()])
