"""“Go on where you stopped”: the link to what somebody typed and has not sent."""

from cohorts.core import clock, when
from cohorts.core.database import db
from cohorts.core.links import absolute
from cohorts.mail import outbox, rendering
from cohorts.mail.rendering import Recipient
from cohorts.messages import queries as messages
from cohorts.programs.models import Cohort
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Draft


def write(draft: Draft, *, address: str, language: str, token: str) -> None:
    """Write it to whoever's address was given, with nothing of what was typed; once a minute at most."""
    cohort = db.session.get_one(Cohort, draft.cohort_id)
    values = {
        **letters.about_cohort(cohort, language),
        "draft_link": absolute("public.draft", language=language, token=token),
        "until": when.day_and_time(draft.expires_at, cohort.timezone, language),
        "closes": when.day_and_time(cohort.closes, cohort.timezone, language),
        "zone": when.zone(draft.expires_at, cohort.timezone, language),
    }
    message = rendering.render(
        "draft_saved", language, values, to=Recipient("", address), sender=letters.sender(cohort, language),
        template=messages.template(cohort, "draft_saved", language),
        cause=f"draft:{draft.key}:{address}:{clock.now():%Y%m%d%H%M}",
    )  # fmt: skip
    outbox.write(message, subject=("draft", draft.id), not_after=draft.expires_at)
