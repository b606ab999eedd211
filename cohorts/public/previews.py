"""On one's own machine without a mail server: the message that would go out, so that a journey can go on."""

from flask import current_app, session

from cohorts.mail import queries as mails
from cohorts.mail.queries import Preview
from cohorts.registrations.models import Registration

TYPED = "typed_address"


def remember(address: str) -> None:
    """Keep the address that was written to, for the next page; nothing where mail goes out."""
    if _is_own_machine():
        session[TYPED] = address


def of_typed() -> Preview | None:
    """The newest message to the address that was typed last."""
    address = session.get(TYPED) if _is_own_machine() else None
    return mails.latest_preview_to(address) if address else None


def of(registration: Registration) -> Preview | None:
    """The newest message to somebody about their registration."""
    return mails.latest_preview(("registration", registration.id)) if _is_own_machine() else None


def _is_own_machine() -> bool:
    return current_app.config["ENVIRONMENT"] == "development" and not mails.is_set_up()
