"""Many people at once, written past the verbs: copies of one who registered."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, update

from cohorts.core.database import Base, db, verb
from cohorts.programs.models import Seats
from cohorts.registrations.models import Registration
from tests.factories.registrations import a_registration

TABLE = Base.metadata.tables[Registration.__tablename__]


@verb
def a_crowd(cohort_id: int, size: int) -> None:
    """So many with a seat; the cohort has room for them."""
    first = a_registration(cohort_id)
    columns = [column for column in TABLE.c if column.name != "id"]
    row = dict(db.session.execute(select(*columns).where(TABLE.c.id == first.id)).one()._mapping)
    db.session.connection().execute(insert(TABLE), list(_copies(row, size - 1)))
    db.session.execute(update(Seats).where(Seats.cohort_id == cohort_id).values(taken=size))


def _copies(row: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    for n in range(number):
        email = f"crowd{n}@example.ca"
        own = {"reference": f"{row['reference']}-{n}", "key": f"{row['key']}-{n}", "email": email, "email_key": email}
        yield {**row, **own}
