"""Links that only the applicant has: signed, for one purpose, valid until their version is raised."""

from sqlalchemy import bindparam, select

from cohorts.core import tokens
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.links import absolute
from cohorts.registrations.models import Registration, Transfer

MANAGE, INVITE = "registration-link", "transfer-invitation"
_BY_REFERENCE = select(Registration).where(Registration.reference == bindparam("reference"))


def manage(registration: Registration) -> str:
    """The address by which the applicant reaches their registration."""
    token = tokens.sign(MANAGE, {"r": registration.reference, "v": registration.link_version})
    return absolute("public.link", language=registration.language, token=token)


def opened(token: str) -> Registration:
    """The registration that a link's token opens; raises Missing where it is not, or no longer, a key."""
    try:
        said = tokens.read(MANAGE, token)
    except tokens.BadToken as error:
        raise Missing from error
    return held(str(said.get("r")), said.get("v"))


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
