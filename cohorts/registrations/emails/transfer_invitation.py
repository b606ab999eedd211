"""“Take over a registration”: the invitation to its new person."""

from cohorts.core import when
from cohorts.mail.rendering import Recipient
from cohorts.registrations import links
from cohorts.registrations.emails import letters
from cohorts.registrations.models import Transfer


def write(transfer: Transfer) -> None:
    """Write it to who is invited; it dies with the invitation, and holds no key to the registration."""
    cohort = transfer.registration.cohort
    values = {
        "invitation_link": links.invitation(transfer),
        "deadline": when.day_and_time(transfer.ends_at, cohort.timezone, transfer.language),
    }
    letters.write(
        "transfer_invitation", transfer.registration, values=values, cause=f"transfer:{transfer.version}",
        not_after=transfer.ends_at, to=Recipient(transfer.name, transfer.email), language=transfer.language,
    )  # fmt: skip
