"""Broadcasts in words: to whom, why somebody is passed over, how it stands."""

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from cohorts.broadcasts import audiences
from cohorts.broadcasts.models import Broadcast
from cohorts.registrations import queries
from cohorts.registrations.errors import STATES

STATUSES = {
    "draft": (_l("Draft"), ""), "scheduled": (_l("Scheduled"), "tint"), "sending": (_l("Going out"), "tint"),
    "sent": (_l("Sent"), "good"), "stopped": (_l("Stopped"), "warn"), "cancelled": (_l("Called off"), ""),
}  # fmt: skip
REASONS = {
    "left": _l("asked not to be written to"),
    "no_news": _l("the registration has ended, and they did not ask for news"),
    "address_failed": _l("mail does not reach the address"),
    "twice": _l("the same address gets it already"),
    "ended": _l("the registration ended after the message had started"),
}


def audience(broadcast: Broadcast) -> str:
    """`Confirmed, waiting for a decision`, `24 people picked by hand`."""
    found = audiences.read(broadcast.audience)
    if found.picked:
        return str(ngettext("%(num)d person picked by hand", "%(num)d people picked by hand", len(found.picked)))
    return ", ".join(str(STATES[state]) for state in found.states) or str(gettext("Nobody"))


def states_of(cohort_id: int) -> list[tuple[str, str]]:
    """Each state, with how many are in it."""
    return [(state, f"{STATES[state]} ({count})") for state, count in queries.counts(cohort_id).items()]
