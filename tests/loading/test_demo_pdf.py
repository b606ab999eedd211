"""The demo's documents are documents."""

import io
import re

import pytest

from cohorts.files import kinds
from cohorts.loading.demo_pdf import a_pdf


@pytest.mark.parametrize("title", ["Findings", "Évaluation : résumé (2026)", "a\\b", "", "李"])
def test_a_document_is_a_pdf_whose_table_leads_to_its_objects(title):
    file = a_pdf(title)
    assert kinds.of(io.BytesIO(file)) == "pdf"
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", file)]
    assert [file[place:].partition(b" obj")[0] for place in places] == [b"1 0", b"2 0", b"3 0", b"4 0", b"5 0"]
    assert file[int(file.split(b"startxref\n")[1].split(b"\n")[0]) :].startswith(b"xref")


def test_parentheses_do_not_end_a_title():
    assert rb"(a \(b\) \\)" in a_pdf("a (b) \\")
