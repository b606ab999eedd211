"""Secrets that leave the house: signed tokens, keyed hashes, one-time keys, references."""

import hashlib
import hmac
import secrets
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from cohorts.core import clock

# No vowels, no 0/O, 1/I/L: nothing to misread, no words by accident.
REFERENCE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"


class BadToken(Exception):
    """The token was not made by us, or not for this purpose, or is too old."""


def sign(purpose: str, values: dict[str, Any]) -> str:
    """A token for a link; only `read` with the same purpose opens it."""
    return str(URLSafeSerializer(_keys(), salt=purpose).dumps(values))


def read(purpose: str, token: str) -> dict[str, Any]:
    """What a token says; raises BadToken."""
    try:
        return dict(URLSafeSerializer(_keys(), salt=purpose).loads(token))
    except (BadData, TypeError, ValueError) as error:
        raise BadToken from error


def stamp(purpose: str) -> str:
    """A signed token of the present time."""
    return str(URLSafeTimedSerializer(_keys(), salt=purpose).dumps(0))


def age(purpose: str, token: str) -> float | None:
    """Seconds since the stamp was made; None where it is not ours."""
    try:
        _, made = URLSafeTimedSerializer(_keys(), salt=purpose).loads(token, return_timestamp=True)
    except BadData:
        return None
    return float((clock.now() - made).total_seconds())


def keyed_hash(purpose: str, *parts: str) -> str:
    """A hash that only this installation can make, under its oldest key, so that a new key keeps it."""
    text = "\x1f".join((purpose, *parts))
    return hmac.new(_keys()[0].encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def one_time() -> str:
    """A fresh key that nobody can guess."""
    return secrets.token_urlsafe(16)


def plain_hash(secret: str) -> str:
    """How a random secret is stored: enough, since it cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_reference(prefix: str) -> str:
    """A registration's reference, such as `OTT-7K3M9Q`."""
    return f"{prefix}-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(6))


def _keys() -> list[str]:
    # itsdangerous signs with the last key and tries all.
    return [*reversed(current_app.config["SECRET_KEY_FALLBACKS"]), str(current_app.config["SECRET_KEY"])]
