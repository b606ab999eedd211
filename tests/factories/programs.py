"""Programs and cohorts, made through the verbs that organizers use."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import clock
from cohorts.programs import institution, programs
from cohorts.programs.details import CohortDetails, SessionDetails
from cohorts.registrations import cohorts

numbers = count(1)


def an_institution(**changes: Any) -> None:
    """The institution, with a privacy notice in both languages."""
    said = {
        "name": {"en": "Boreal Institute", "fr": "Institut boréal"},
        "address": "7 Bayview Station Road, Ottawa",
        "contact": "policy@boreal.example",
        "privacy_notice": {"en": "We keep your answers for a year.", "fr": "Nous conservons vos réponses un an."},
    }
    institution.edit(by=COMMAND_LINE, **{**said, **changes})


def a_program(**changes: Any) -> int:
    """A published program; its id."""
    said = {
        "slug": f"program-{next(numbers)}",
        "status": "published",
        "title": {"en": "AI for Policy Professionals", "fr": "L’IA pour les politiques publiques"},
        "summary": {"en": "Two days with researchers.", "fr": "Deux jours avec des scientifiques."},
        "description": {"en": "For **people** who write policy.", "fr": "Pour **qui** écrit les politiques."},
        "languages": ["en", "fr"],
        "contact": "program@boreal.example",
    }
    return programs.create(by=COMMAND_LINE, **{**said, **changes})


def details(**changes: Any) -> CohortDetails:
    """What an organizer says about a cohort in Ottawa."""
    said = {
        "slug": f"ottawa-{next(numbers)}",
        "title": {"en": "Ottawa", "fr": "Ottawa"},
        "timezone": "America/Toronto",
        "venue_name": {"en": "Bayview Yards"},
        "venue_street": {"en": "7 Bayview Station Road"},
        "venue_city": {"en": "Ottawa"},
        "venue_country": "CA",
    }
    return CohortDetails(**{**said, **changes})


def two_days(starts: datetime | None = None) -> list[SessionDetails]:
    """Two sessions on two days; by default in 30 days."""
    first = starts or (clock.now() + timedelta(days=30)).replace(hour=14, minute=0, second=0, microsecond=0)
    return [
        SessionDetails(starts_at=first, ends_at=first + timedelta(hours=8), title={"en": "How models learn"}),
        SessionDetails(starts_at=first + timedelta(days=1), ends_at=first + timedelta(days=1, hours=8)),
    ]


def a_cohort(
    *, capacity: int = 2, program_id: int | None = None, status: str = "published",
    sessions: list[SessionDetails] | None = None, **changes: Any,
) -> int:  # fmt: skip
    """A cohort, published unless said otherwise; its id."""
    made = cohorts.create(
        by=COMMAND_LINE, program_id=program_id or a_program(), details=details(**changes),
        sessions=sessions or two_days(), capacity=capacity,
    )  # fmt: skip
    if status == "published":
        cohorts.publish(made, by=COMMAND_LINE)
    return made


def at(text: str) -> datetime:
    """An instant in UTC: `2026-11-28 14:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
