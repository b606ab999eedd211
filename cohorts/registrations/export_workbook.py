"""A cohort's registrations as a workbook (XLSX): numbers are numbers, whatever people wrote stays words."""

import math
from collections.abc import Iterator
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from flask_babel import lazy_gettext as _l
from xlsxwriter import Workbook

from cohorts.core import catalogue
from cohorts.core.database import db
from cohorts.core.errors import Refusal
from cohorts.core.text import words
from cohorts.questions import types
from cohorts.registrations.export_columns import Asked
from cohorts.registrations.export_rows import HEADER, Exported, Shown

MOST_ROWS, MOST_COLUMNS, MOST_IN_A_CELL = 1_048_576, 16_384, 32_767
PIECE = 65_536
NARROW, USUAL, WIDE = 12, 24, 60
# Rows go to a temporary file as they are written; nothing that people wrote becomes a formula, a link or a number.
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


class TooLargeForAWorkbook(Refusal):
    """A sheet has an end."""

    sentence = _l("This is more than a workbook holds. Download it as CSV.")


def pieces(cohort_id: int, shown: Shown) -> Iterator[bytes]:
    """The file in pieces: the registrations, and on a second sheet what was asked.

    It is whole before the first piece comes, which raises Missing and TooLargeForAWorkbook.
    """
    with TemporaryFile() as file:
        _write(cohort_id, file, shown)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(cohort_id: int, to: IO[bytes], shown: Shown) -> None:
    # No reading transaction of a page stays open as long as this takes.
    db.session.rollback()
    exported = Exported(cohort_id, shown)
    if len(exported.header) > MOST_COLUMNS:
        raise TooLargeForAWorkbook
    with TemporaryDirectory() as folder:
        book = Workbook(to, {**OPTIONS, "tmpdir": folder})
        try:
            _fill(book, exported, shown.language)
        finally:
            # Also after a mistake: its temporary files are open.
            book.close()


def _fill(book: Any, exported: Exported, language: str) -> None:
    said = catalogue.translations(language)
    _write_registrations(_Sheet(book, said.gettext("Registrations")), exported)
    _write_questions(_Sheet(book, said.gettext("Questions")), exported.questions, language)


class _Sheet:
    """A sheet that is written downwards."""

    def __init__(self, book: Any, name: str) -> None:
        """Headings stay in sight; long texts are wrapped."""
        self._sheet = book.add_worksheet(name)
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._row = 0

    def head(self, names: tuple[str, ...], widths: list[int]) -> None:
        """The first row, and how wide the columns are."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 1)
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, name, self._bold)

    def add(self, cells: list[Any]) -> None:
        """One more row."""
        self._row += 1
        if self._row >= MOST_ROWS:
            raise TooLargeForAWorkbook
        for column, cell in enumerate(cells):
            self._write(column, cell)

    def _write(self, column: int, cell: Any) -> None:
        if cell == "":
            return
        if isinstance(cell, str) or (isinstance(cell, float) and not math.isfinite(cell)):
            self._sheet.write_string(self._row, column, fitting(str(cell)), self._plain)
        elif isinstance(cell, float | int):
            self._sheet.write_number(self._row, column, cell, self._plain)
        else:
            self._sheet.write_datetime(self._row, column, cell, self._time)


def fitting(text: str) -> str:
    """The text as a cell can hold it: no control characters, and at most as long as spreadsheets read."""
    kept = text.translate(CONTROL)
    # Spreadsheets count in UTF-16: what lies beyond the first plane counts twice.
    if len(kept) * 2 > MOST_IN_A_CELL and len(kept.encode("utf-16-le")) // 2 > MOST_IN_A_CELL:
        kept = kept.encode("utf-16-le")[: 2 * (MOST_IN_A_CELL - 2)].decode("utf-16-le", "ignore") + "…"
    # The library takes a whole text in this tag for markup of its own.
    return f"{kept} " if kept.startswith("<r>") and kept.endswith("</r>") else kept


def _write_registrations(sheet: _Sheet, exported: Exported) -> None:
    widths = [USUAL if name in ("name", "email", "organization") else NARROW + 4 for name in HEADER]
    sheet.head(exported.header, widths + [WIDE if column.is_wide else USUAL for column in exported.columns])
    for fixed, at, answers in exported.rows():
        sheet.add([*fixed, at.replace(tzinfo=None), *answers])


def _write_questions(sheet: _Sheet, questions: list[Asked], language: str) -> None:
    sheet.head(("key", "question", "type", "options"), [USUAL, WIDE, USUAL, WIDE])
    for question in questions:
        now = question.wordings[0]
        options = [f"{option.value}: {words(option.label, language)}" for option in now.options]
        sheet.add([question.key, words(now.label, language), str(types.of(now.type).title), "\n".join(options)])
