"""The database's schema: whether it is the one of this release."""

from functools import lru_cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cohorts.core.database import db
from cohorts.core.paths import folder


@lru_cache
def newest() -> str | None:
    """The revision that this release was written for."""
    return ScriptDirectory(str(folder("migrations"))).get_current_head()


def missing() -> bool:
    """Whether migrations have yet to run; raises the database's error where it cannot be reached."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != newest()
