"""Between the cohort form and plain values: what is said about a cohort, in its own time zone."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext

from cohorts.core.errors import Refusal
from cohorts.organizer import comparing
from cohorts.programs import schedule
from cohorts.programs.details import CohortDetails, SessionDetails
from cohorts.programs.errors import EndsBeforeStart
from cohorts.programs.forms import CohortForm
from cohorts.programs.models import Cohort, CohortSession, Seats

SAME = (
    "slug", "title", "summary", "description", "timezone", "own_contact", "reply_to", "own_languages",
    "venue_name", "venue_street", "venue_city", "venue_region", "venue_country", "venue_link",
    "admission", "on_free_seat", "verify_email", "offer_hours", "offer_working_hours", "waitlist_limit",
)  # fmt: skip
MOMENTS = ("registration_opens", "registration_closes", "last_offer_at")


def filled(cohort: Cohort, seats: Seats) -> dict[str, Any]:
    """The form's values for a cohort as it is."""
    zone = cohort.timezone
    moments = {name: _local(getattr(cohort, name), zone) for name in MOMENTS}
    return {
        **{name: getattr(cohort, name) for name in SAME},
        **{name: at and at.date() for name, at in moments.items()},
        **{f"{name}_time": at and at.time() for name, at in moments.items()},
        "capacity": seats.capacity,
        "held_back": seats.held_back,
        "version": cohort.version,
        "sessions": [_row(session, zone) for session in cohort.sessions],
    }


def read(form: CohortForm) -> tuple[CohortDetails, list[SessionDetails]] | None:
    """What a well-formed form says; None where its times contradict, said beside the fields."""
    zone = form.timezone.data
    moments: dict[str, Any] = {name: _moment(form, name, zone) for name in MOMENTS}
    sessions = [_session(entry.form, zone) for entry in form.sessions.entries]
    if form.errors or None in sessions:
        return None
    said = {name: form[name].data for name in SAME}
    return CohortDetails(**said, **moments), [session for session in sessions if session]


def seats(form: CohortForm) -> dict[str, int]:
    """How many seats there are, and are held back, as a well-formed form says."""
    return {"capacity": int(form.capacity.data or 0), "held_back": int(form.held_back.data or 0)}


def _local(at: datetime | None, zone: str) -> datetime | None:
    return schedule.local(at, zone) if at else None


def _row(session: CohortSession, zone: str) -> dict[str, Any]:
    starts, ends = schedule.local(session.starts_at, zone), schedule.local(session.ends_at, zone)
    return {
        "id": session.id,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "title": session.title,
        "place": session.place,
    }


def _moment(form: CohortForm, name: str, zone: str) -> datetime | None:
    day, hour = form[name], form[f"{name}_time"]
    if hour.data is not None and day.data is None:
        day.errors = [*day.errors, gettext("Enter the date too")]
    return _instant(day.data, hour.data, zone, hour)


def _session(row: Any, zone: str) -> SessionDetails | None:
    starts = _instant(row.day.data, row.starts.data, zone, row.starts)
    ends = _instant(row.last_day.data or _day_of_end(row), row.ends.data, zone, row.ends)
    if starts is None or ends is None:
        return None
    if ends <= starts:
        row.ends.errors = [*row.ends.errors, str(EndsBeforeStart())]
        return None
    return SessionDetails(
        id=comparing.number(row.id.data), starts_at=starts, ends_at=ends, title=row.title.data, place=row.place.data
    )


def _day_of_end(row: Any) -> date:
    # Midnight is the end of a day to those who write it, and the start of the next one to the clocks.
    ends_the_day = row.ends.data == time() and row.starts.data > time()
    return row.day.data + timedelta(days=1) if ends_the_day else row.day.data  # type: ignore[no-any-return]


def _instant(day: Any, hour: Any, zone: str, field: Any) -> datetime | None:
    try:
        return schedule.joined(day, hour, zone)
    except Refusal as refusal:
        field.errors = [*field.errors, str(refusal)]
        return None
