"""Who asked not to be written to: by program, as a keyed hash that outlives what else is known of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from cohorts.activity import trail
from cohorts.activity.actors import Actor, applicant
from cohorts.core import addresses, clock, tokens
from cohorts.core.database import Base, db, verb
from cohorts.messages.models import Suppression

# Whoever has the link, signed in nowhere.
SOMEBODY = applicant()
# A database takes only so many values in one statement.
AT_ONCE = 500
_ROWS = Base.metadata.tables[Suppression.__tablename__]
_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert(_ROWS), "sqlite": sqlite.insert(_ROWS)}


def hashed(address: str) -> str:
    """An address as it is kept: only this installation can make it, and nobody can read it."""
    return tokens.keyed_hash("unsubscribed", addresses.canonical(address))


def has_left(program_id: int, address: str) -> bool:
    """Whether an address gets no informational mail of a program."""
    return bool(left(program_id, [hashed(address)]))


def left(program_id: int, hashes: Iterable[str]) -> set[str]:
    """Which of these addresses get no informational mail of a program."""
    asked, found = list(hashes), set[str]()
    for start in range(0, len(asked), AT_ONCE):
        some = Suppression.address_hash.in_(asked[start : start + AT_ONCE])
        found |= set(db.session.scalars(select(Suppression.address_hash).where(_of(program_id), some)))
    return found


@verb
def leave(program_id: int, address: str, *, by: Actor = SOMEBODY) -> bool:
    """Write no informational mail of a program to an address any more; whether we did. Done twice is done once."""
    said = {"program_id": program_id, "address_hash": hashed(address), "left_at": clock.now()}
    add = _INSERTS[db.engine.dialect.name].values(said).on_conflict_do_nothing().returning(_ROWS.c.id)
    return _record("leave", program_id, by, is_new=db.session.connection().execute(add).first() is not None)


@verb
def come_back(program_id: int, address: str, *, by: Actor = SOMEBODY) -> bool:
    """Write informational mail to an address again; whether we did not. Done twice is done once."""
    gone = delete(_ROWS).where(_ROWS.c.program_id == program_id, _ROWS.c.address_hash == hashed(address))
    found = db.session.connection().execute(gone.returning(_ROWS.c.id)).first()
    return _record("come_back", program_id, by, is_new=found is not None)


def _of(program_id: int) -> Any:
    return Suppression.program_id == program_id


def _record(act: str, program_id: int, by: Actor, *, is_new: bool) -> bool:
    # The trail does not say who: only the hash shall remain of them.
    if is_new:
        trail.record(act, by=by, subject=("program", program_id))
    return is_new
