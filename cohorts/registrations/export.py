"""A cohort's registrations as CSV, for the command line and the organizers' download."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from io import StringIO

from sqlalchemy import Engine, Row, select

from cohorts.core import when
from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.programs.models import Cohort
from cohorts.registrations.models import Registration

HEADER = ("reference", "state", "name", "email", "organization", "language", "registered_at")
ROWS_A_PAGE = 500
BEGINS_A_FORMULA = frozenset("=+-@\u2212")
SPLITS_A_CELL = frozenset("\t\r\n")


def lines(cohort_id: int) -> Iterator[str]:
    """The header and a line per registration, oldest first; raises Missing at once.

    Reads on connections of its own, so it may go on after the request's context has ended.
    """
    engine = db.engine
    with engine.connect() as connection:
        zone = connection.scalar(select(Cohort.timezone).where(Cohort.id == cohort_id))
    if zone is None:
        raise Missing
    return _written(engine, cohort_id, zone)


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _looks_like_a_formula(cell) else cell


def _written(engine: Engine, cohort_id: int, zone: str) -> Iterator[str]:
    yield _line(HEADER)
    for row in _rows(engine, cohort_id):
        cells = (row.reference, row.state, row.name, row.email, row.organization, row.language)
        yield _line([*map(harmless, cells), when.iso(row.registered_at, zone)])


def _rows(engine: Engine, cohort_id: int) -> Iterator[Row[*tuple[object, ...]]]:
    # Page by page, each in a short transaction: an open cursor would block SQLite's writers.
    query = select(Registration.id, *(getattr(Registration, name) for name in HEADER))
    query = query.where(Registration.cohort_id == cohort_id).order_by(Registration.id).limit(ROWS_A_PAGE)
    last = 0
    while True:
        with engine.connect() as connection:
            page = connection.execute(query.where(Registration.id > last)).all()
        yield from page
        if len(page) < ROWS_A_PAGE:
            return
        last = page[-1].id


def _line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _looks_like_a_formula(cell: str) -> bool:
    for character in cell:
        if character in SPLITS_A_CELL:
            return True
        if not _is_skipped(character):
            # Full-width and small forms become the sign that they stand for.
            return unicodedata.normalize("NFKC", character)[0] in BEGINS_A_FORMULA
    return False


def _is_skipped(character: str) -> bool:
    """Whether a spreadsheet may drop it before it looks at what follows: spaces, quotes, invisible characters."""
    return character in "\"'`´" or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pi", "Pf")
