"""Opens the links of mails as applicants do."""

from flask.testing import FlaskClient

from cohorts.registrations import links
from cohorts.registrations.models import Registration


def path(registration: Registration) -> str:
    """The path of the link in somebody's mail."""
    return links.manage(registration).removeprefix("http://localhost")


def own(client: FlaskClient, link: str) -> str:
    """Open the link; the address of the own page."""
    location = client.get(link).location
    assert location is not None
    return location
