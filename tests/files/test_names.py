"""Names of files: kept as people see them, safe for anybody's disk."""

import unicodedata

import pytest
from werkzeug.http import parse_options_header

from cohorts.files import names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("cv.pdf", "cv.pdf"),
        ("Mon CV – été.pdf", "Mon CV – été.pdf"),
        (unicodedata.normalize("NFD", "Zoé.pdf"), "Zoé.pdf"),
        ("/etc/passwd", "passwd"),
        ("../../cv.pdf", "cv.pdf"),
        ("C:\\Users\\Ana\\cv.pdf", "cv.pdf"),
        ("folder/", "file"),
        ("cv\r\nX-Evil: 1.pdf", "cv X-Evil: 1.pdf"),
        ("cv\x00.pdf", "cv.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("c\u200bv\ufeff.pdf", "cv.pdf"),
        ("cv\u2028.pdf", "cv.pdf"),
        ("cv\ud800.pdf", "cv.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("", "file"),
        ("..", "file"),
        (".", "file"),
        (".pdf", "file.pdf"),
        ("\u200b\u3164.pdf", "file.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("السيرة.pdf", "السيرة.pdf"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(sent, kept):
    assert names.kept(sent) == kept


@pytest.mark.parametrize(
    ("sent", "end"), [("x" * 300 + ".pdf", ".pdf"), ("x" * 300, "x"), ("é" * 300 + ".docx", ".docx")]
)
def test_a_name_of_three_hundred_letters_is_cut_before_its_extension(sent, end):
    kept = names.kept(sent)
    assert len(kept) == 200
    assert kept.endswith(end)


def test_what_is_no_extension_is_part_of_the_name():
    assert names.parted("cv.final version") == ("cv.final version", "")
    assert names.parted("cv.tar.gz") == ("cv.tar", ".gz")


@pytest.mark.parametrize(
    ("name", "portable"),
    [
        ("cv.pdf", "cv.pdf"),
        ("CV.PDF", "CV.PDF"),
        ("cv", "cv.pdf"),
        ("cv.html", "cv.html.pdf"),
        ("cv.pdf.exe", "cv.pdf.exe.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("con.pdf", "_con.pdf"),
        ("COM1", "_COM1.pdf"),
        (".cv.", "cv.pdf"),
        ("console.pdf", "console.pdf"),
    ],
)
def test_a_name_for_a_disk_ends_as_its_kind_does_and_suits_every_system(name, portable):
    assert names.portable(name, (".pdf",)) == portable


def test_a_name_for_a_disk_is_not_too_long_in_bytes():
    portable = names.portable("書" * 200 + ".pdf", (".pdf",))
    assert len(portable.encode()) <= 200
    assert portable.startswith("書書") and portable.endswith("書.pdf")


@pytest.mark.parametrize(
    "name", ["cv.pdf", "Zoé à l’été.pdf", "履歴書.pdf", 'a"b;c.pdf', "a%20b\\.pdf", "cv\r\nX: 1.pdf"]
)
def test_a_name_survives_its_header(name):
    portable = names.portable(name, (".pdf",))
    header = names.disposition("attachment", portable)
    assert header.isascii() and "\r" not in header and "\n" not in header
    assert parse_options_header(header) == ("attachment", {"filename": portable})


def test_an_old_browser_gets_a_name_that_it_can_read():
    assert names.disposition("inline", "Zoé.pdf").startswith("inline; filename=Zoe.pdf; ")
    assert "filename=file.pdf; " in names.disposition("attachment", "履歴書.pdf")
