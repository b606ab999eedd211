"""“Dates or place have changed”: what was, and what is now; with the new calendar file for who has a seat."""

from collections.abc import Sequence
from datetime import datetime

from cohorts.mail.models import BULK_LANE
from cohorts.registrations import informing
from cohorts.registrations.emails import letters
from cohorts.registrations.informing import CHANGE
from cohorts.registrations.models import Registration


def write(registration: Registration, changes: Sequence[str], *, cause: str, batch: str, not_after: datetime) -> None:
    """Write it once for its cause. In the second lane: fresh confirmations do not wait behind thousands of these."""
    letters.write(
        CHANGE, registration, said={"changes": list(changes)}, cause=cause, batch=batch, not_after=not_after,
        lane=BULK_LANE, informational=informing.is_informational(CHANGE, registration),
    )  # fmt: skip
