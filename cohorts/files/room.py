"""How much room there is for files that nobody has claimed: per form, per network, and in all."""

import ipaddress
from contextlib import suppress

from flask import current_app
from sqlalchemy import case, func, select

from cohorts.core.database import db
from cohorts.core.tokens import keyed_hash
from cohorts.files.errors import NoRoom, TooManyInForm, TooMuchFromHere
from cohorts.files.models import Upload

# A tiny file is counted as if it were this large: rows cost room too.
LEAST_WEIGHT = 100_000


def check(form_key: str, sender: str) -> None:
    """Raise a refusal where a limit is reached; what is still coming is counted as far as it came."""
    weight = case((Upload.size < LEAST_WEIGHT, LEAST_WEIGHT), else_=Upload.size)
    query = select(
        func.count(case((Upload.form_key == form_key, 1))),
        func.coalesce(func.sum(case((Upload.sender == sender, weight), else_=0)), 0),
        func.coalesce(func.sum(weight), 0),
    ).where(Upload.expires_at.is_not(None))
    in_form, from_here, in_all = db.session.execute(query).one()
    if in_form >= current_app.config["UPLOADS_PER_FORM"]:
        raise TooManyInForm
    if from_here >= current_app.config["UPLOADS_PER_SENDER"]:
        raise TooMuchFromHere
    if in_all >= current_app.config["UPLOADS_UNCLAIMED"]:
        raise NoRoom


def form(key: str) -> str:
    """How the one-time key of a form is stored."""
    return keyed_hash("upload form", key)


def sender(address: str) -> str:
    """How a network address is stored: whoever has one of IPv6 has the 2⁶⁴ beside it, so they are one."""
    with suppress(ValueError):
        parsed = ipaddress.ip_address(address)
        if parsed.version == 6:
            address = str(ipaddress.ip_network((parsed, 64), strict=False))
    return keyed_hash("upload sender", address)
