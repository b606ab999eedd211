"""A message to an applicant again: in the words in force, with a link that works and what is true now."""

from typing import Any

from cohorts.core.numbers import number
from cohorts.mail.values import Value
from cohorts.registrations import queries, states
from cohorts.registrations.emails import again, letters, outcomes
from cohorts.registrations.models import Registration

# What only the change knew: where it is not known any more, or nothing was said, its block is left out.
SAID = ("note", "reason", "old_cohort", "old_dates", "answers_taken", "answers_given", "changes")


def write(kind: str, registration: Registration, said: dict[str, Any] | None, *, cause: str) -> None:
    """Write it to the applicant's present address; `said`: what its first writing noted of the change."""
    noted = {name: (said or {}).get(name, "") for name in SAID}
    letters.write(
        kind, registration, values=_now(registration), said=noted, cause=cause,
        not_after=registration.offer_ends_at or registration.cohort.ends_at,
    )  # fmt: skip


def _now(registration: Registration) -> dict[str, Value]:
    position = queries.position(registration) if registration.state == states.WAITLISTED else None
    outcome = outcomes.values(registration) if registration.is_active else {}
    return {
        "position": number(position, registration.language) if position else "",
        **again.values(registration),
        **outcome,
    }
