"""Signing in: a one-time link, then a row of ours that can be seen and ended."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from cohorts.accounts import users
from cohorts.accounts.emails import sign_in_link
from cohorts.accounts.errors import LinkSpent, UnknownUser
from cohorts.accounts.models import SignIn, SignInLink, User
from cohorts.activity import actors, trail
from cohorts.core import addresses, clock, limits, tokens
from cohorts.core.database import add, db, verb
from cohorts.core.links import absolute

LINK_LASTS = timedelta(minutes=10)
IDLE, LONGEST = timedelta(days=14), timedelta(days=30)
LINKS_AN_HOUR, TRIES_AN_HOUR = 5, 60


def request_link(email: str, *, ip: str) -> None:
    """Mail a link to whoever has this address; nobody learns whether somebody does. Raises TooMany."""
    limits.hit("sign-in-from", ip, limit=TRIES_AN_HOUR, seconds=3600)
    limits.hit("sign-in", addresses.canonical(email), limit=LINKS_AN_HOUR, seconds=3600)
    _mail_link(email)


@verb
def make_link(email: str) -> str:
    """The address of a fresh link, for the command line. Raises UnknownUser."""
    user = _active(email)
    if user is None:
        raise UnknownUser(email=email)
    return _new_link(user)[1]


def is_usable(token: str) -> bool:
    """Whether a link still signs in; only reads, since scanners open every link."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == tokens.plain_hash(token)))
    return link is not None and _is_fresh(link)


@verb
def use_link(token: str, *, agent: str) -> str:
    """Sign in with a link, once; the secret of the new sign-in. Raises LinkSpent."""
    query = select(SignInLink).where(SignInLink.token_hash == tokens.plain_hash(token)).with_for_update()
    link = db.session.scalar(query)
    user = db.session.get(User, link.user_id) if link and _is_fresh(link) else None
    if link is None or user is None or user.ended_at is not None:
        raise LinkSpent
    link.used_at = clock.now()
    secret = tokens.one_time()
    db.session.add(_new_sign_in(user, secret, agent))
    trail.record("sign_in", by=actors.organizer(user.id), subject=("user", user.id))
    return secret


@verb
def seen(sign_in_id: int) -> None:
    """Note that a sign-in is in use; it lasts on."""
    found = db.session.get(SignIn, sign_in_id)
    if found is not None:
        found.seen_at = clock.now()
        found.expires_at = min(found.created_at + LONGEST, clock.now() + IDLE)


@verb
def end(sign_in_id: int, *, user_id: int) -> None:
    """End one of one's own sign-ins; somebody else's stays."""
    _end(user_id, SignIn.id == sign_in_id)


@verb
def end_others(sign_in_id: int, *, user_id: int) -> None:
    """End all of one's sign-ins except this one."""
    _end(user_id, SignIn.id != sign_in_id)


def _end(user_id: int, which: ColumnElement[bool]) -> None:
    mine = SignIn.user_id == user_id, SignIn.ended_at.is_(None), which
    db.session.execute(update(SignIn).where(*mine).values(ended_at=clock.now()))
    trail.record("end_sign_in", by=actors.organizer(user_id), subject=("user", user_id))


@verb
def _mail_link(email: str) -> None:
    user = _active(email)
    if user is not None:
        link, url = _new_link(user)
        sign_in_link.write(user, url, expires_at=link.expires_at, link_id=link.id)


def _new_link(user: User) -> tuple[SignInLink, str]:
    secret = tokens.one_time()
    link = SignInLink(token_hash=tokens.plain_hash(secret), user_id=user.id, expires_at=clock.now() + LINK_LASTS)
    add(link)
    return link, absolute("organizer.enter", token=secret)


def _new_sign_in(user: User, secret: str, agent: str) -> SignIn:
    now = clock.now()
    return SignIn(
        token_hash=tokens.plain_hash(secret), user_id=user.id, agent=agent[:300],
        created_at=now, seen_at=now, expires_at=now + IDLE,
    )  # fmt: skip


def _active(email: str) -> User | None:
    user = users.with_address(email)
    return user if user and user.ended_at is None else None


def _is_fresh(link: SignInLink) -> bool:
    return link.used_at is None and clock.now() < link.expires_at
