"""Reading accounts and their sign-ins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ColumnElement, select

from cohorts.accounts.models import SignIn, User
from cohorts.core import clock, tokens
from cohorts.core.database import db


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """Who asks, as plain values: no page can lose them to a rollback."""

    id: int
    sign_in_id: int
    name: str
    language: str
    is_admin: bool
    seen_at: datetime


def signed_in(secret: str) -> SignedIn | None:
    """Whose sign-in this is the secret of; None where it ended, or its user did."""
    query = select(SignIn).join(SignIn.user).where(SignIn.token_hash == tokens.plain_hash(secret), *_alive())
    found = db.session.scalar(query)
    if found is None:
        return None
    user = found.user
    return SignedIn(user.id, found.id, user.name, user.language, user.is_admin, found.seen_at)


def sign_ins_of(user_id: int) -> Sequence[SignIn]:
    """The sign-ins of a user that still work, the last used first."""
    query = select(SignIn).join(SignIn.user).where(SignIn.user_id == user_id, *_alive())
    return list(db.session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def names(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of these users."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}


def address_of(user_id: int) -> str:
    """The email address of an organizer."""
    return db.session.get_one(User, user_id).email


def _alive() -> tuple[ColumnElement[bool], ...]:
    return SignIn.ended_at.is_(None), SignIn.expires_at > clock.now(), User.ended_at.is_(None)
