"""The CSV of a cohort: complete, in the cohort's zone, and harmless in a spreadsheet."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cohorts.core import clock
from cohorts.core.errors import Missing
from cohorts.registrations import export, export_rows
from tests.factories.programs import a_cohort
from tests.factories.registrations import a_registration, register

pytestmark = pytest.mark.usefixtures("institution")

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫⁺⁻₌−"
IGNORED = " \u00a0\u200b\ufeff\u3000\"'’“”«»\t\r\n"


def read(cohort: int) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("".join(export.lines(cohort)), newline="")))


def test_the_header_is_the_one_that_was_promised():
    assert list(export.lines(a_cohort())) == ["reference,state,name,email,organization,language,news,registered_at\r\n"]


def test_a_line_says_all_about_a_registration_in_the_clock_of_the_cohort():
    cohort = a_cohort(capacity=1, timezone="America/Vancouver")
    with clock.standing_at(datetime(2026, 7, 2, 6, 5, tzinfo=UTC)):
        made = register(cohort, name="Zoé, “Z”", email="zoe@example.ca", organization='Le "Phare"', language="fr")
    assert read(cohort) == [
        {
            "reference": made.reference,
            "state": "confirmed",
            "name": "Zoé, “Z”",
            "email": "zoe@example.ca",
            "organization": 'Le "Phare"',
            "language": "fr",
            "news": "",
            "registered_at": "2026-07-01T23:05-07:00",
        }
    ]


@pytest.mark.parametrize("rows_a_page", [1, 2, 3, 4, 500])
def test_everybody_is_there_once_whatever_the_pages_hold(monkeypatch, rows_a_page):
    monkeypatch.setattr(export_rows, "ROWS_A_PAGE", rows_a_page)
    cohort, other = a_cohort(), a_cohort()
    references = [register(cohort).reference for _ in range(4)]
    register(other)
    assert [row["reference"] for row in read(cohort)] == references


def test_between_two_lines_the_database_is_free_for_writers(monkeypatch):
    monkeypatch.setattr(export_rows, "ROWS_A_PAGE", 1)
    cohort = a_cohort()
    register(cohort)
    lines = export.lines(cohort)
    assert next(lines).startswith("reference")
    assert ",confirmed," in next(lines)
    late = a_registration(cohort, name="Lea Late").reference
    assert next(lines).startswith(f"{late},confirmed,Lea Late,")


def test_a_cohort_that_is_not_there_is_missing_before_a_line_is_read():
    with pytest.raises(Missing):
        export.lines(404)


def test_a_name_that_is_a_formula_stays_words():
    cohort = a_cohort()
    register(cohort, name='=HYPERLINK("https://evil.example")', organization="＋1 613 555 0100")
    (row,) = read(cohort)
    assert row["name"] == '\'=HYPERLINK("https://evil.example")'
    assert row["organization"] == "'＋1 613 555 0100"


@given(st.text(IGNORED, max_size=4), st.sampled_from(SIGNS), st.text(max_size=20))
def test_no_cell_begins_like_a_formula(before, sign, after):
    assert export.harmless(before + sign + after) == f"'{before}{sign}{after}"


@given(st.sampled_from("\t\r\n"), st.text(max_size=20))
def test_no_cell_begins_with_what_ends_a_cell(first, after):
    assert export.harmless(first + after) == f"'{first}{after}"


@given(st.from_regex(r"['\"  ]{0,3}[A-Za-z0-9À-ÿ(\[][^\x00]{0,20}", fullmatch=True))
@example("Anne-Marie O’Neil")
@example("'twas")
@example("ana+x@example.ca")
@example("")
def test_a_harmless_cell_stays_as_it_is(cell):
    assert export.harmless(cell) == cell


@given(st.text(max_size=30))
def test_what_was_neutralized_can_be_read_back(cell):
    written = StringIO(newline="")
    csv.writer(written).writerow([export.harmless(cell), "end"])
    ((found, end),) = csv.reader(StringIO(written.getvalue(), newline=""))
    is_marked = found.startswith("'") and export.harmless(found[1:]) == found
    assert (found[1:] if is_marked else found, end) == (cell, "end")
