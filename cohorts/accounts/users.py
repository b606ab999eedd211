"""People who sign in: made, ended, changed."""

from sqlalchemy import select, update

from cohorts.accounts.errors import AddressTaken, UnknownUser
from cohorts.accounts.models import SignIn, User
from cohorts.activity import trail
from cohorts.activity.actors import Actor
from cohorts.core import addresses, clock
from cohorts.core.database import add, db, verb


@verb
def create(*, by: Actor, email: str, name: str, language: str = "en", is_admin: bool = False) -> int:
    """Let somebody sign in; their id. Raises InvalidAddress, AddressTaken."""
    email = addresses.check(email)
    if with_address(email) is not None:
        raise AddressTaken(email=email)
    user = User(
        email=email, email_key=addresses.canonical(email), name=name or email.partition("@")[0],
        language=language, is_admin=is_admin, created_at=clock.now(),
    )  # fmt: skip
    add(user)
    trail.record("create", by=by, subject=("user", user.id))
    return user.id


@verb
def end(email: str, *, by: Actor) -> None:
    """Let somebody sign in no more, and sign them out everywhere. Done twice is done once. Raises UnknownUser."""
    user = with_address(email)
    if user is None:
        raise UnknownUser(email=email)
    if user.ended_at is None:
        user.ended_at = clock.now()
        mine = SignIn.user_id == user.id, SignIn.ended_at.is_(None)
        db.session.execute(update(SignIn).where(*mine).values(ended_at=clock.now()))
        trail.record("end", by=by, subject=("user", user.id))


@verb
def set_language(user_id: int, language: str) -> None:
    """The language in which they see their pages, and are written to."""
    db.session.execute(update(User).where(User.id == user_id).values(language=language))


def with_address(email: str) -> User | None:
    """Whoever signs in, or once did, with this address."""
    return db.session.scalar(select(User).where(User.email_key == addresses.canonical(email)))
