"""“Sign in”: the one-time link of an organizer."""

from datetime import datetime

from cohorts.accounts.models import User
from cohorts.core import clock
from cohorts.mail import outbox, rendering
from cohorts.mail.rendering import Recipient, Sender


def write(user: User, url: str, *, expires_at: datetime, link_id: int) -> None:
    """Write it; it dies with its link. It comes from the site: accounts do not know the institution."""
    minutes = max(1, round((expires_at - clock.now()).total_seconds() / 60))
    message = rendering.render(
        "sign_in_link",
        user.language,
        {"name": user.name, "sign_in_link": url, "minutes": str(minutes), "site": rendering.host()},
        to=Recipient(user.name, user.email),
        sender=Sender(rendering.host(), (), ""),
        cause=f"sign_in_link:{link_id}:{expires_at:%Y%m%d%H%M%S}",
    )
    outbox.write(message, subject=("user", user.id), not_after=expires_at)
