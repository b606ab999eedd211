"""“My link again”: mails the links of an address to that address, and to nobody else."""

from cohorts.core.database import verb
from cohorts.registrations import queries
from cohorts.registrations.emails import links_again


@verb
def send_links(email: str) -> None:
    """Write one mail with the links of all active registrations of this address; none where there are none."""
    found = queries.active_of_address(email)
    if found:
        links_again.write(list(found))
