"""A cohort's registrations as CSV, for the command line and the organizers' download."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from io import StringIO

from cohorts.core import numbers
from cohorts.registrations.export_columns import Cell
from cohorts.registrations.export_rows import Exported, Shown

BEGINS_A_FORMULA = frozenset("=+-@\u2212")
SPLITS_A_CELL = frozenset("\t\r\n")


def lines(cohort_id: int, shown: Shown = Shown()) -> Iterator[str]:  # noqa: B008
    """The header and a line per registration, oldest first; raises Missing at once.

    Reads on connections of its own, so it may go on after the request's context has ended.
    """
    return _written(Exported(cohort_id, shown))


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if _looks_like_a_formula(cell) else cell


def _written(exported: Exported) -> Iterator[str]:
    yield _line([harmless(name) for name in exported.header])
    for words, at, answers in exported.rows():
        yield _line([*map(harmless, words), at.isoformat(timespec="minutes"), *map(_text, answers)])


def _text(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else numbers.plain(cell)


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
