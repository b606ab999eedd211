"""E-mail addresses: what we accept, how two are compared, and likely slips of the finger."""

import difflib

import idna
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from cohorts.core.errors import Refusal

LONGEST = 254
COMMON_DOMAINS = (
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.fr",
    "yahoo.com",
    "yahoo.ca",
    "yahoo.fr",
    "icloud.com",
    "protonmail.com",
    "videotron.ca",
    "sympatico.ca",
    "bell.net",
    "rogers.com",
    "canada.ca",
)
# Real domains that look like a slip of one of those above.
LOOK_ALIKES = ("mail.com", "ymail.com", "email.com", "gmx.com", "rocketmail.com")
LOWERED = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


class InvalidAddress(Refusal):
    """Not an address that we can write to."""

    status = 422
    field = "email"
    sentence = _l("Enter an email address with an @, such as name@example.ca")


class SeveralAddresses(InvalidAddress):
    """More than one address, or more than an address."""

    sentence = _l("Enter one address only, such as name@example.ca")


class NamedAddress(InvalidAddress):
    """An address with a name around it, as mail programs copy it."""

    sentence = _l("Enter only the address, without a name around it")


class InvalidDomain(InvalidAddress):
    """No mail server has such a name."""

    sentence = _l("Check the part after the @: it ends like example.ca")


class InvalidLocalPart(InvalidAddress):
    """Nobody is called so at their mail server."""

    sentence = _l("Check the part before the @: mail does not allow it as it stands")


def check(address: str) -> str:
    """The address as we write to it; raises InvalidAddress. Asks no name server."""
    if len(address) > LONGEST or not (found := _validated(address)):
        raise _what_is_wrong(address)
    return found


def canonical(address: str) -> str:
    """The form in which addresses are compared: ASCII letters lowered, the domain in IDNA form."""
    local, _, domain = address.rpartition("@")
    return f"{local.translate(LOWERED)}@{_ascii_domain(domain)}"


def likely_meant(address: str) -> str | None:
    """The address that was probably meant ("gmial.com"), or None."""
    local, _, domain = address.rpartition("@")
    domain = domain.translate(LOWERED)
    if not local or domain in COMMON_DOMAINS + LOOK_ALIKES:
        return None
    close = difflib.get_close_matches(domain, COMMON_DOMAINS, n=1, cutoff=0.84)
    return f"{local}@{close[0]}" if close else None


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain.translate(LOWERED)


def _validated(address: str) -> str | None:
    try:
        found = validate_email(
            address,
            check_deliverability=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    return str(found.normalized)


def _what_is_wrong(address: str) -> InvalidAddress:
    domain = address.rpartition("@")[2]
    if "@" not in address:
        return InvalidAddress()
    if set("<>") & set(address):
        return NamedAddress()
    if not _validated(f"name@{domain}"):
        return SeveralAddresses() if _several(address) else InvalidDomain()
    return SeveralAddresses() if _several(address) and '"' not in address else InvalidLocalPart()


def _several(address: str) -> bool:
    return address.count("@") > 1 or any(sign in ",;" or sign.isspace() for sign in address)
