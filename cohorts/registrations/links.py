"""Links that only the applicant has: signed, for one purpose, valid until their version is raised."""

from sqlalchemy import bindparam, select

from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.links import absolute
from cohorts.registrations.models import Registration, Transfer

MANAGE, INVITE, CALENDAR = "registration-link", "transfer-invitation", "registration-calendar"
# The pages that a link may lead to, beside the registration itself.
ANSWERS, MORE_ANSWERS = "answers", "more_answers"
_BY_REFERENCE = select(Registration).where(Registration.reference == bindparam("reference"))


def manage(registration: Registration, *, to: str | None = None) -> str:
    """The address by which the applicant reaches their registration; `to`: a page of it, one of those that it knows."""
    token = tokens.sign(MANAGE, {"r": registration.reference, "v": registration.link_version})
    further = {"to": to} if to else {}
    return absolute("public.link", language=registration.language, token=token, **further)


def opened(token: str) -> Registration:
    """The registration that a link's token opens; raises Missing where it is not, or no longer, a key."""
    try:
        said = tokens.read(MANAGE, token)
    except tokens.BadToken as error:
        raise Missing from error
    return held(str(said.get("r")), said.get("v"))


def calendar(registration: Registration, *, by_mail: bool = True) -> str:
    """The token of its calendar, which opens nothing else; `by_mail`: shown to who came by a mailed link."""
    said = {"r": registration.reference, "v": registration.link_version}
    return tokens.sign(CALENDAR, said if by_mail else {**said, "o": 1})


def subscription(registration: Registration) -> str:
    """The address of the page that says how one's calendar follows the sessions."""
    return absolute("public.subscription", language=registration.language, token=calendar(registration))


def feed(language: str, token: str) -> str:
    """The address that a calendar subscribes to."""
    return absolute("public.feed", language=language, token=token)


def subscribed(token: str) -> tuple[Registration, bool]:
    """The registration whose calendar a token opens, and whether it may hold the link of an online cohort.

    Never where it was shown to who had just registered: the address may be somebody else's. Raises Missing.
    """
    try:
        said = tokens.read(CALENDAR, token)
    except tokens.BadToken as error:
        raise Missing from error
    found = held(str(said.get("r")), said.get("v"))
    return found, "o" not in said


def invitation(transfer: Transfer) -> str:
    """The address by which the invited person sees what they would take over."""
    token = tokens.sign(INVITE, {"t": transfer.id, "v": transfer.version})
    return absolute("public.invitation_link", language=transfer.language, token=token)


def invited(token: str) -> tuple[int, str]:
    """The transfer, and its version, that an invitation's token opens; raises Missing."""
    try:
        said = tokens.read(INVITE, token)
        return int(said["t"]), str(said["v"])
    except (tokens.BadToken, KeyError, TypeError, ValueError) as error:
        raise Missing from error


def held(reference: str, version: object) -> Registration:
    """The registration of this reference, where the visitor's key is of its present version; raises Missing."""
    found = db.session.scalar(_BY_REFERENCE, {"reference": reference})
    if found is None or found.link_version != version:
        raise Missing
    return found
