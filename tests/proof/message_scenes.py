"""Scenes for the verbs of what people are written, and ask not to be."""

from collections.abc import Callable

from sqlalchemy import select

from cohorts.activity.actors import COMMAND_LINE
from cohorts.core import tokens
from cohorts.core.database import db, verb
from cohorts.mail.models import Message
from cohorts.registrations import addresses, news, resending, unsubscribing
from cohorts.registrations.models import Registration
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration

Call = Callable[[], object]


def is_at_no_address() -> Call:
    email = a_registration(a_cohort()).email
    return lambda: addresses.mark_failed(email, "550 5.1.1 nobody")


def is_sent_again() -> Call:
    registration_id = a_registration(a_cohort()).id
    message_id = db.session.scalars(select(Message.id).where(Message.subject_id == registration_id)).one()
    key = tokens.one_time()
    return lambda: resending.resend(message_id, by=COMMAND_LINE, key=key)


def leaves() -> Call:
    token = one_who_wants_news()
    return lambda: unsubscribing.leave(token)


def comes_back() -> Call:
    token = one_who_wants_news()
    unsubscribing.leave(token)
    return lambda: unsubscribing.come_back(token)


def one_who_wants_news() -> str:
    """The unsubscribe token of somebody who wants news."""
    registration_id = a_registration(a_cohort()).id
    agree(registration_id)
    return unsubscribing.of(db.session.get_one(Registration, registration_id)).link.rsplit("/", 1)[1]


@verb
def agree(registration_id: int) -> None:
    """Want news of the program."""
    news.agree(db.session.get_one(Registration, registration_id), "Write to me")


SCENES: dict[str, Callable[[], Call]] = {
    "addresses.mark_failed": is_at_no_address,
    "resending.resend": is_sent_again,
    "unsubscribing.come_back": comes_back,
    "unsubscribing.leave": leaves,
}
