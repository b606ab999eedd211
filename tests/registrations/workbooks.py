"""Reads a workbook as a spreadsheet does."""

import re
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile("_x([0-9A-F]{4})_")
# Spreadsheets know no zones.
FIRST_DAY = datetime.fromisoformat("1899-12-30")


def sheets(pieces: Iterable[bytes]) -> dict[str, list[list[Any]]]:
    """The rows of each sheet: words, numbers and times; None where a cell is empty."""
    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as book:
        assert book.testzip() is None
        names = [sheet.get("name") for sheet in _xml(book, "xl/workbook.xml").iter(f"{MAIN}sheet")]
        times = _times(_xml(book, "xl/styles.xml"))
        return {str(name): _rows(_xml(book, f"xl/worksheets/sheet{n}.xml"), times) for n, name in enumerate(names, 1)}


def active_parts(pieces: Iterable[bytes]) -> list[str]:
    """The elements of all sheets that would do something: formulas and links."""
    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as book:
        found = [each for name in book.namelist() if "worksheets" in name for each in _xml(book, name).iter()]
    return [each.tag for each in found if each.tag.removeprefix(MAIN) in ("f", "hyperlink", "hyperlinks", "r")]


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def _times(styles: ElementTree.Element) -> set[str]:
    formats = styles.find(f"{MAIN}cellXfs")
    assert formats is not None
    return {str(n) for n, each in enumerate(formats) if int(each.get("numFmtId", "0")) >= 164}


def _rows(sheet: ElementTree.Element, times: set[str]) -> list[list[Any]]:
    rows = []
    for row in sheet.iter(f"{MAIN}row"):
        cells = {_column(cell.get("r", "")): _value(cell, times) for cell in row}
        rows.append([cells.get(n) for n in range(max(cells, default=-1) + 1)])
    return rows


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element, times: set[str]) -> Any:
    if cell.get("t") == "inlineStr":
        text = "".join(each.text or "" for each in cell.iter(f"{MAIN}t"))
        return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    value = cell.find(f"{MAIN}v")
    if value is None or value.text is None:
        return None
    number = float(value.text)
    is_time = cell.get("s") in times
    return FIRST_DAY + timedelta(minutes=round(number * 24 * 60)) if is_time else number
