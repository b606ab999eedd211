"""Broadcasts, made through the verbs that organizers use."""

from datetime import datetime
from typing import Any

from cohorts.activity.actors import COMMAND_LINE
from cohorts.broadcasts import broadcasts, notices, sending
from cohorts.broadcasts.audiences import Audience
from cohorts.broadcasts.models import Broadcast
from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.programs.details import SessionDetails
from cohorts.programs.models import Cohort, Seats
from tests.factories.programs import details

WORDS = {"subject": {"en": "Bring a laptop", "fr": "Votre portable"}, "body": {"en": "Hi {name}.", "fr": "Bonjour."}}


def a_draft(cohort_id: int, *states: str, **changes: Any) -> int:
    """A draft to the people in these states, by default to those with a seat; its id."""
    audience = Audience(states=states or ("confirmed",))
    return broadcasts.draft(cohort_id, **{"key": tokens.one_time(), "audience": audience, **WORDS, **changes})


def scheduled(broadcast_id: int, start_at: datetime | None = None) -> int:
    """It is scheduled, by default for now; its id."""
    broadcasts.schedule(
        broadcast_id, by=COMMAND_LINE, expected_version=row(broadcast_id).version, key=tokens.one_time(),
        start_at=start_at,
    )  # fmt: skip
    return broadcast_id


def sent(broadcast_id: int) -> int:
    """It is scheduled, and all of it written to the outbox; its id."""
    scheduled(broadcast_id)
    assert sending.begin_due()
    while sending.write_some():
        pass
    return broadcast_id


def row(broadcast_id: int) -> Broadcast:
    """A broadcast as the database says now."""
    db.session.expire_all()
    return db.session.get_one(Broadcast, broadcast_id)


def moved(cohort_id: int, to: str = "City Hall") -> None:
    """A cohort of one place goes to another one, and its people are to hear of it."""
    cohort = db.session.get_one(Cohort, cohort_id)
    capacity = db.session.get_one(Seats, cohort_id).capacity
    columns = ("id", "starts_at", "ends_at", "title", "place")
    notices.edit(
        cohort_id, by=COMMAND_LINE, tell=True, capacity=capacity,
        details=details(slug=cohort.slug, venue_name={"en": to, "fr": to}),
        sessions=[SessionDetails(**{name: getattr(each, name) for name in columns}) for each in cohort.sessions],
    )  # fmt: skip
