"""Entering: who registers, is moved here or comes back stands where whoever enters now would stand."""

from datetime import datetime

from cohorts.core import clock
from cohorts.programs import phases
from cohorts.programs.models import Cohort, Seats
from cohorts.registrations import admissions, deadlines, holiday_calendars, states
from cohorts.registrations.errors import CohortOver, PastLastOffer
from cohorts.registrations.models import Registration

HELD_BACK, NOT_PUBLISHED, NOBODY_WAITS, CLOSED = "held_back", "not_published", "nobody_waits", "closed"
PAST_LAST_OFFER, SWITCHED_OFF = "past_last_offer", "switched_off"


def state(registration: Registration, line: Seats, cohort: Cohort) -> str:
    """The state of who enters now; under the cohort's lock."""
    return admissions.entry(
        admission=cohort.admission, verify_email=cohort.verify_email,
        is_proved=registration.email_proved_at is not None, has_agreed=registration.privacy_agreed_at is not None,
        free=line.free, waiting=line.waiting,
    )  # fmt: skip


def offer_end(cohort: Cohort, *, until: datetime) -> datetime:
    """When an offer made now ends: after the cohort's hours, at the latest then."""
    now = clock.now()
    if cohort.offer_working_hours:
        calendar = holiday_calendars.of(cohort.venue_country, tuple(cohort.venue_region.values()))
        ends = deadlines.after_working_hours(now, cohort.offer_hours, cohort.timezone, calendar)
    else:
        ends = deadlines.after_hours(now, cohort.offer_hours)
    return min(ends, until)


def is_unproved(registration: Registration, cohort: Cohort) -> bool:
    """Whether an address that nobody has proved has a confirmed seat where addresses are proved, and may be still."""
    has_seat = registration.state == states.CONFIRMED and cohort.verify_email
    return has_seat and registration.email_proved_at is None and _is_alive(cohort)


def why_free(line: Seats, cohort: Cohort) -> str | None:
    """Why seats stay free, or kept, as a word; None where there is none."""
    if line.free <= 0:
        return HELD_BACK if line.held_back else None
    if cohort.status != "published":
        return NOT_PUBLISHED
    if not line.waiting:
        return CLOSED if cohort.closed_to_newcomers else NOBODY_WAITS
    return PAST_LAST_OFFER if clock.now() >= cohort.last_offer else SWITCHED_OFF


def is_served(cohort: Cohort) -> bool:
    """Whether a seat that comes free goes to the first in line by itself."""
    return service(cohort) == phases.BY_ITSELF


def service(cohort: Cohort) -> str:
    """Who gives seats that come free to those who wait, as a word of `phases`."""
    return phases.service(
        status=cohort.status, admission=cohort.admission, serves_waitlist=cohort.serves_waitlist,
        last_offer=cohort.last_offer, now=clock.now(),
    )  # fmt: skip


def refuse_unless_alive(cohort: Cohort) -> None:
    """Refuse what makes no sense in a cohort that is a draft, cancelled, archived or over. Raises CohortOver."""
    if not _is_alive(cohort):
        raise CohortOver


def refuse_late_offer(cohort: Cohort) -> None:
    """Refuse an offer that nobody could accept any more. Raises CohortOver, PastLastOffer."""
    refuse_unless_alive(cohort)
    if clock.now() >= cohort.last_offer:
        raise PastLastOffer


def _is_alive(cohort: Cohort) -> bool:
    return cohort.status == "published" and clock.now() < cohort.ends_at
