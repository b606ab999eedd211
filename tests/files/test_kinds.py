"""Kinds of files, told by what is in them."""

import io
import zipfile

import pytest

from cohorts.files import kinds
from tests.factories.files import JPEG, PDF, PNG, a_docx, an_odt, zipped

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BEFORE_A_PICTURE = {f"word/media/{n}.bin": bytes(range(256)) * 40 for n in range(40)}


def of(content: bytes) -> str | None:
    return kinds.of(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf\r\n" + PDF, "pdf"),
        (JPEG, "jpeg"),
        (PNG, "png"),
        (b"GIF89a\x01\x00\x01\x00", "gif"),
        (b"RIFF\x1a\x00\x00\x00WEBPVP8 ", "webp"),
        (a_docx(), "docx"),
        (a_docx(**BEFORE_A_PICTURE), "docx"),
        (a_docx(SHEET), "xlsx"),
        (an_odt(), "odt"),
        (b"Ana Roy\r\n\tOttawa\n", "txt"),
        ("Née à Montréal".encode(), "txt"),
        ("Née à Montréal".encode("cp1252"), "txt"),
        (b"<html><script>alert(1)</script>", "txt"),
    ],
)
def test_each_kind_is_known_by_its_content(content, kind):
    assert of(content) == kind
    assert kind in kinds.possible(content[:100])


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
        b"RIFF\x00\x00\x00\x00AVI \x00",
        b"A text, then\x00",
        b"A text, at length" * 10_000 + b"\x01",
        zipped({"a.txt": b"a"}),
        zipped({}),
        a_docx("application/vnd.ms-word.document.macroEnabled.main+xml"),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text-template"}, zipfile.ZIP_STORED),
        zipped({"[Content_Types].xml": b"x" * 5_000_000 + a_docx()}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_BZIP2),
        a_docx()[:-30],
        b"PK\x03\x04" + b"\xff" * 5000,
        b"PK\x05\x06" + b"\x00" * 18,
    ],
)
def test_anything_else_is_of_no_kind(content):
    assert of(content) is None


def test_a_zip_whose_list_of_contents_is_huge_is_not_read_through():
    many = zipped({f"{n:0>60}": b"" for n in range(12_000)} | {"mimetype": kinds.KINDS["odt"].mime.encode()})
    assert of(many) is None


def test_a_damaged_document_is_refused_without_an_error():
    whole = a_docx()
    found = set()
    for place in range(0, len(whole), 3):
        found |= {of(whole[:place] + b"\xff\xff" + whole[place + 2 :]), of(whole[:place])}
    assert found == {None, "docx", "txt"}


def test_the_field_of_a_form_lists_what_it_takes():
    assert kinds.accept(("pdf", "jpeg")) == ".pdf,application/pdf,.jpg,.jpeg,image/jpeg"
    assert kinds.titles(("pdf", "docx")) == "PDF, Word (.docx)"
